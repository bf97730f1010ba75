use tg_runtime::{Vertex, Vertices, tigergraph};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[tigergraph(graph = "Goods", auth = "secret")]
struct Goods {
    packages: Vertices<Package>,
    parcels: Vertices<Package>,
}

fn main() {}
