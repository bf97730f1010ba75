use tg_runtime::{DateTime, Edge, Edges, Tuple, Vertex, Vertices, tigergraph};

#[derive(Tuple)]
#[tg(schema = "schema/goods.json")]
struct Size {
    width: i32,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.json")]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
    sizes: Vec<Size>,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.json")]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

#[derive(Edge)]
#[tg(schema = "schema/goods.json", from = Package, to = Depot, reverse = "Holds")]
struct StoredAt {
    since: DateTime,
}

#[tigergraph(graph = "GoodsDelivery", auth = "none", schema = "schema/goods.json")]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

fn main() {}
