use tg_runtime::{DateTime, Edge, Edges, FixedBinary, Tuple, Vector, Vertex, Vertices, tigergraph};

use std::collections::{BTreeMap, BTreeSet};

#[derive(Tuple)]
#[tg(schema = "schema/goods.gsql")]
struct Size {
    width: i32,
    height: i32,
    #[tg(size = 10)]
    unit: String,
}

type Kilograms = f64;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql")]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: Option<Kilograms>,
    // The order does not matter.
    photo: FixedBinary<16>,
    #[tg(schema_default = true)]
    fragile: bool,
    handling: BTreeSet<String>,
    since: DateTime,
    pieces: u32,
    #[tg(skip)]
    seen: bool,
    sizes: Vec<Size>,
    stock: BTreeMap<String, i64>,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql")]
struct Depot {
    #[tg(primary_id, as_attribute = false)]
    code: String,
    #[tg(rename = "city")]
    town: String,
    #[tg(metric = "L2")]
    place: Option<Vector<3>>,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", rename = "Parcel")]
struct Letter<'a> {
    #[tg(primary_key)]
    sender: std::borrow::Cow<'a, str>,
    #[tg(primary_key)]
    number: i64,
    colour: &'a str,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql")]
struct Truck {
    #[tg(primary_key)]
    plate: String,
    payload_t: f32,
}

#[derive(Edge)]
#[tg(schema = "schema/goods.gsql", from = Package, to = Depot, reverse = "Holds")]
struct StoredAt {
    since: DateTime,
}

#[derive(Edge)]
#[tg(schema = "schema/goods.gsql", from = Depot, to = Depot, undirected)]
struct Near {
    distance_km: f64,
}

#[derive(Edge)]
#[tg(schema = "schema/goods.gsql", pair(from = Truck, to = Package), pair(from = Truck, to = Letter<'static>))]
struct Carried {
    #[tg(discriminator)]
    shift: DateTime,
    #[tg(discriminator)]
    tour: i64,
    #[tg(schema_default = "none")]
    note: String,
}

#[tigergraph(graph = "GoodsDelivery", auth = "none", schema = "schema/goods.gsql")]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

fn main() {}
