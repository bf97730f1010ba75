use tg_runtime::{Vertex, Vertices, tigergraph};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

struct Place {
    name: String,
}

#[tigergraph(graph = "Goods", auth = "secret")]
struct Goods {
    packages: Vertices<Package>,
    places: Vertices<Place>,
}

fn main() {}
