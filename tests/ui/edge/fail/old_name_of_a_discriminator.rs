use tg_runtime::{Edge, Vertex};

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

#[derive(Edge)]
#[tg(from = Depot, to = Depot, renamed_from = "roads")]
struct Road {
    #[tg(discriminator, renamed_from = "lane")]
    number: i64,
    #[tg(index)]
    name: String,
}

fn main() {}
