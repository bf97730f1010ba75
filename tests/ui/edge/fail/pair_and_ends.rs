use tg_runtime::{Edge, Vertex};

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
#[tg(from = Package, to = Depot, pair(from = Depot, to = Depot))]
struct StoredAt;

fn main() {}
