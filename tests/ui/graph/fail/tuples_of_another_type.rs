use tg_runtime::{Vertex, Vertices, tigergraph};

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

#[tigergraph(graph = "Goods", auth = "none", tuples(Depot))]
struct Goods {
    depots: Vertices<Depot>,
}

#[tigergraph(graph = "Flights", auth = "none", tuples = "Size")]
struct Flights {
    depots: Vertices<Depot>,
}

#[tigergraph(graph = "Towns", auth = "none", tuples("Size"))]
struct Towns {
    depots: Vertices<Depot>,
}

fn main() {}
