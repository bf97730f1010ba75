use std::collections::BTreeSet;

use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Package {
    #[tg(primary_id)]
    pub id: String,
    pub weight_kg: f64,
    pub fragile: bool,
    pub handling: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Depot {
    pub code: String,
    pub city: String,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Package, to = Depot, reverse = "holds")]
pub struct StoredAt {
    pub since: DateTime,
}

#[tigergraph(graph = "GoodsDelivery", auth = "secret")]
pub struct GoodsDelivery {
    pub packages: Vertices<Package>,
    pub depots: Vertices<Depot>,
    pub stored_at: Edges<StoredAt>,
}

pub async fn deliver(url: &str, secret: &str, package: Package, depot: Depot) -> Result<()> {
    let graph = GoodsDelivery::connect(url, secret).await?;
    graph.packages.upsert(&package).await?;
    graph.depots.upsert(&depot).await?;
    let since = DateTime::from_unix(0).unwrap_or_default();
    graph.stored_at.upsert(&package, &depot, &StoredAt { since }).await?;
    let _: Option<Package> = graph.packages.get("P-1").await?;
    let _: Option<Depot> = graph.depots.get(Id::new("BER")).await?;
    let _ = graph
        .packages
        .find(|p| p.weight_kg.gt(20.0).and(p.fragile.eq(true)))
        .order_by(|p| p.weight_kg.desc())
        .limit(50)
        .await?;
    Ok(())
}

fn main() {}
