use tg_runtime::{Vertex, tigergraph};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[tigergraph(graph = "Goods", auth = "none")]
enum Goods {
    Packages,
}

fn main() {}
