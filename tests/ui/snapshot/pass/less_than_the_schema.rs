use tg_runtime::{DateTime, Edge, Vertex};

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Truck {
    #[tg(primary_key)]
    plate: String,
}

#[derive(Edge)]
#[tg(schema = "schema/goods.gsql", from = Truck, to = Package, partial)]
struct Carried {
    #[tg(discriminator)]
    shift: DateTime,
    #[tg(discriminator)]
    tour: i64,
}

fn main() {}
