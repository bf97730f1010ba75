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

#[derive(Debug, Clone, PartialEq, Vertex)]
pub struct Depot {
    #[tg(primary_id)]
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
}

pub async fn deliver(url: &str, secret: &str, package: Package, depot: Depot) -> Result<()> {
    let graph = GoodsDelivery::connect(url, secret).await?;
    let since = DateTime::from_unix(0).unwrap_or_default();
    let batch = graph.batch().upsert(&package).upsert(&depot);
    let _ = batch.edge(&package, &depot, &StoredAt { since }).send().await?;
    Ok(())
}

fn main() {}
