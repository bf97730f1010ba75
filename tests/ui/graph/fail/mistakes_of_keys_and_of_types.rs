use tg_runtime::{Edge, Edges, Vertex, Vertices, tigergraph};

struct Depot;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Truck {
    #[tg(primary_id)]
    plate: String,
}

#[derive(Edge)]
#[tg(from = Truck, to = Package)]
struct Carries;

#[tigergraph(graph = "Goods", auth = "secrt")]
struct Goods {
    packages: Vertices<Package>,
    more: Vertices<Package>,
    depots: Vertices<Depot>,
    carries: Edges<Carries>,
}

#[tigergraph(grap = "Goods", auth = "secret")]
struct WithTruck {
    packages: Vertices<Package>,
    trucks: Truck,
    depots: Vertices<Depot>,
    // The graph would have both ends if `trucks` were a handle.
    carries: Edges<Carries>,
}

fn main() {}
