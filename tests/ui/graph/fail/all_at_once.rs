use tg_runtime::{Vertex, Vertices, tigergraph};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

#[tigergraph(graph = "vertex", auth = "pasword", nmae = "x")]
struct Goods {
    packages: Package,
    depots: Vertices<Depot>,
    places: Vertices<Depot>,
}

fn main() {}
