use tg_runtime::{Edge, Vertex};

#[derive(Vertex)]
#[tg(global)]
struct City {
    #[tg(primary_id)]
    name: String,
}

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

#[derive(Edge)]
#[tg(from = Depot, to = City, global)]
struct Road;

fn main() {}
