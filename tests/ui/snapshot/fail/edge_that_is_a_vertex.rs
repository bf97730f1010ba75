use tg_runtime::{Edge, Vertex};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Edge)]
#[tg(from = Package, to = Package, rename = "Depot", schema = "schema/goods.gsql")]
struct IsOf;

fn main() {}
