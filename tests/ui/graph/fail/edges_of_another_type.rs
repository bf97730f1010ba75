use tg_runtime::{Edges, Vertex, tigergraph};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[tigergraph(graph = "Goods", auth = "secret")]
struct Goods {
    packages: Edges<Package>,
}

fn main() {}
