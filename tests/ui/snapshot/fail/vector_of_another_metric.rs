use tg_runtime::{Vector, Vertex};

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Depot {
    #[tg(primary_id, as_attribute = false)]
    code: String,
    place: Option<Vector<3>>,
}

fn main() {}
