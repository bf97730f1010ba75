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
#[tg(from = Package, undirected, reverse = "order")]
struct StoredAt {
    #[tg(discriminator)]
    slot: bool,
    since: u128,
    #[tg(nmae = "x")]
    note: String,
}

fn main() {}
