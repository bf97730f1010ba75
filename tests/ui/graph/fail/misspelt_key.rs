use tg_runtime::{Edge, Edges, Vertex, Vertices, tigergraph};

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

#[derive(Edge)]
#[tg(from = Package, to = Depot)]
struct StoredAt;

#[tigergraph(grpah = "Goods", auth = "secret")]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

fn main() {}
