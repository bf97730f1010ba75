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
#[tg(pair(from = Package))]
struct StoredAt;

fn main() {}
