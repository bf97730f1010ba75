use tg_runtime::{DateTime, Edge, Vertex};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

#[derive(Vertex)]
struct Truck {
    #[tg(primary_key)]
    plate: String,
}

#[derive(Vertex)]
#[tg(rename = "Parcel")]
struct Box {
    #[tg(primary_key)]
    sender: String,
}

#[derive(Edge)]
#[tg(schema = "schema/goods.gsql", pair(from = Truck, to = Package), pair(from = Truck, to = Box))]
struct Carried {
    #[tg(discriminator)]
    shift: DateTime,
    #[tg(discriminator)]
    tour: i64,
    #[tg(discriminator)]
    note: String,
}

fn main() {}
