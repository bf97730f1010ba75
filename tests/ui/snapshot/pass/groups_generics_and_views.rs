use tg_runtime::{AttributeGroup, Vector, Vertex, View};

#[derive(AttributeGroup)]
struct State {
    weight_kg: f64,
    pieces: u64,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(flatten)]
    state: State,
}

#[derive(View)]
#[tg(of = Package)]
struct Weight {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial, rename = "Depot")]
struct Place<T, const N: usize> {
    #[tg(primary_id, as_attribute = false)]
    code: String,
    city: T,
    #[tg(metric = "L2")]
    place: Vector<N>,
}

fn main() {}
