use tg_runtime::{Vector, Vertex};

const WIDTH: usize = 2;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Depot {
    #[tg(primary_id, as_attribute = false)]
    code: String,
    #[tg(metric = "L2")]
    place: Option<Vector<WIDTH>>,
}

fn main() {}
