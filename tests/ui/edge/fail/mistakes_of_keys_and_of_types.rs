use tg_runtime::{Edge, Vertex};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

struct Place;

struct Reason;

#[derive(Edge)]
#[tg(from = Package, to = Place, revers = "holds")]
struct StoredAt {
    #[tg(discriminator)]
    slot: bool,
    reason: Reason,
}

fn main() {}
