use tg_runtime::{AttributeGroup, Vertex};

#[derive(AttributeGroup)]
struct State {
    weight_kg: f64,
    pieces: i64,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(flatten)]
    state: State,
}

fn main() {}
