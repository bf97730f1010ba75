//! The mistakes that `docs/compile-errors.md` explains, because the messages are those of the
//! compiler.

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
    graph.packages.find(|p| p.weight_kg > 20.0).await?;
    graph.packages.find(|p| p.weight_kg.gt(20.0) && p.fragile.eq(true)).await?;
    graph.packages.update("P-1").set(|p| p.id, "P-2").await?;
    Ok(())
}

fn main() {}
