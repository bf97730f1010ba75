use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(rename = "Package", schema = "queries/goods.schema")]
struct Parcel {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
    status: String,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(schema = "queries/goods.schema")]
struct Depot {
    #[tg(primary_id)]
    code: String,
    city: String,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Parcel, to = Depot, reverse = "Holds", schema = "queries/goods.schema")]
struct StoredAt {
    since: DateTime,
}

#[tigergraph(graph = "Goods", auth = "none", schema = "queries/goods.schema", queries = "queries/report.gsql")]
struct Goods {
    packages: Vertices<Parcel>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

async fn example(graph: Goods) -> Result<()> {
    let report = graph.report("HAM", ["sent"]).await?;
    let first: &Parcel = &report.heavy[0].vertex;
    let _ = first;
    Ok(())
}

fn main() {}
