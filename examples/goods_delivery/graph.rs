//! The types of the graph, and the graph.

use std::collections::BTreeSet;

use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Package {
    #[tg(primary_id)]
    pub id: String,
    pub weight_kg: f64,
    pub fragile: bool,
    pub handling: BTreeSet<String>,
    pub size: Size,
    pub status: Status,
    /// `None` for a package that has just been accepted.
    pub due: Option<DateTime>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Tuple)]
pub struct Size {
    pub width_cm: i32,
    pub height_cm: i32,
    pub depth_cm: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Attribute)]
#[tg(rename_all = "snake_case")]
pub enum Status {
    TakenIn,
    OnTheWay,
    Delivered,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Depot {
    #[tg(primary_id)]
    pub code: String,
    pub city: String,
    pub capacity: u64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Vehicle {
    #[tg(primary_id)]
    pub plate: String,
    pub payload_kg: f64,
    pub trips: i64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Driver {
    #[tg(primary_id)]
    pub number: i64,
    pub name: String,
}

/// The depot in which a package waits.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Package, to = Depot, reverse = "Holds")]
pub struct StoredAt {
    pub since: DateTime,
}

/// The vehicle that carries a package.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Package, to = Vehicle, reverse = "Carries")]
pub struct CarriedBy {
    pub loaded: DateTime,
}

/// The vehicles that a driver drove: one edge per day between the same two.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Driver, to = Vehicle)]
pub struct Drove {
    #[tg(discriminator)]
    pub date: DateTime,
    pub km: u32,
}

/// A road between two depots, the same in both directions.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Depot, to = Depot, undirected)]
pub struct Road {
    pub km: f64,
}

#[tigergraph(
    graph = "GoodsDelivery",
    auth = "secret",
    schema = "goods_delivery/schema.gsql",
    queries = "goods_delivery/queries"
)]
pub struct GoodsDelivery {
    pub packages: Vertices<Package>,
    pub depots: Vertices<Depot>,
    pub vehicles: Vertices<Vehicle>,
    pub drivers: Vertices<Driver>,
    pub stored_at: Edges<StoredAt>,
    pub carried_by: Edges<CarriedBy>,
    pub drove: Edges<Drove>,
    pub roads: Edges<Road>,
}

#[derive(Debug, View)]
#[tg(of = Package)]
pub struct Load {
    #[tg(primary_id)]
    pub id: String,
    pub weight_kg: f64,
}
