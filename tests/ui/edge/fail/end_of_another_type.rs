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

struct Place {
    name: String,
}

#[derive(Edge)]
#[tg(from = Package, to = Place)]
struct StoredAt;

fn main() {}
