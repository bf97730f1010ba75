use tg_runtime::{Edge, Vertex};

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

#[derive(Edge)]
#[tg(from = Depot, to = Depot, was = "roads")]
struct Road {
    #[tg(discriminator, was = "lane")]
    number: i64,
    #[tg(index)]
    name: String,
}

fn main() {}
