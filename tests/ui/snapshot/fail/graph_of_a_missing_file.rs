use tg_runtime::{Vertex, Vertices, tigergraph};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Truck {
    #[tg(primary_key)]
    plate: String,
}

#[derive(Vertex)]
#[tg(rename = "Truck")]
struct Lorry {
    #[tg(primary_key)]
    plate: String,
}

#[tigergraph(graph = "GoodsDelivery", auth = "none", schema = "schema/none.gsql")]
struct Goods {
    packages: Vertices<Package>,
}

fn main() {}
