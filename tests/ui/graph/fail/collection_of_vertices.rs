use tg_runtime::{Vertex, tigergraph};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[tigergraph(graph = "Goods", auth = "secret")]
struct Goods {
    packages: Vec<Package>,
}

fn main() {}
