use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
    status: String,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: String,
    city: String,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Package, to = Depot, reverse = "Holds")]
struct StoredAt {
    since: DateTime,
}

#[tigergraph(graph = "Goods", auth = "none", queries = "queries/report.gsql")]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

async fn example(graph: Goods) -> Result<()> {
    let report = graph.report("HAM", ["sent"]).await?;
    let stops: i64 = report.heavy[0].accums.stops;
    let id: String = report.few[0].attributes.id.get()?;
    let _ = (stops, id);
    Ok(())
}

fn main() {}
