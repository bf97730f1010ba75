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

#[tigergraph(graph = "Goods", auth = "secret")]
struct Goods {
    #[cfg(test)]
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
}

fn main() {}
