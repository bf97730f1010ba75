use tg_runtime::{Edge, Tuple, Vertex, Vertices, tigergraph};

#[derive(Vertex)]
#[tg(unchecked)]
struct Aeroplane {
    #[tg(primary_id)]
    id: String,
}

#[derive(Tuple)]
#[tg(unchecked)]
struct Colour {
    red: u8,
}

#[derive(Edge)]
#[tg(unchecked, from = Aeroplane, to = Aeroplane)]
struct Follows;

#[tigergraph(graph = "Airline", auth = "none", unchecked)]
struct Airline {
    aeroplanes: Vertices<Aeroplane>,
}

fn main() {}
