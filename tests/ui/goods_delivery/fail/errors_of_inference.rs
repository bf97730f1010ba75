//! More mistakes that `docs/compile-errors.md` explains: rustc reports these only in a program
//! without the others.

use tg_runtime::prelude::*;

#[derive(Debug, Vertex)]
pub struct Package {
    #[tg(primary_id)]
    pub id: String,
    pub weight_kg: f64,
    pub fragile: bool,
}

#[derive(Debug, Vertex)]
pub struct Parcel {
    #[tg(primary_id)]
    pub id: String,
}

#[derive(Debug, Edge)]
#[tg(pair(from = Package, to = Package), pair(from = Parcel, to = Parcel))]
pub struct Before {
    pub hours: i64,
}

#[tigergraph(graph = "Goods", auth = "secret")]
pub struct Goods {
    pub packages: Vertices<Package>,
    pub parcels: Vertices<Parcel>,
    pub before: Edges<Before>,
}

async fn mistakes(graph: Goods) -> Result<()> {
    graph.before.upsert("P-1", "P-2", &Before { hours: 5 }).await?;
    tokio::spawn(graph.packages.get("P-1"));
    Ok(())
}

fn main() {}
