use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(schema = "queries/goods.schema")]
struct Package {
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
#[tg(from = Package, to = Depot, reverse = "Holds", schema = "queries/goods.schema")]
struct StoredAt {
    since: DateTime,
}

#[tigergraph(graph = "Goods", auth = "none", schema = "queries/goods.schema", queries = "queries/report.gsql")]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

async fn example(graph: Goods) -> Result<()> {
    let depot = Depot { code: "HAM".into(), city: "Hamburg".into() };
    let report = graph.report(&depot, ["sent"]).least(20.0).most(5).await?;
    let first: &Package = &report.heavy[0].vertex;
    let stops: i64 = report.heavy[0].accums.stops;
    let id: &Id<Package> = &report.few[0].id;
    let few: (&String, i64) = (&report.few[0].attributes.id, report.few[0].attributes.stops);
    let mean: &std::collections::BTreeMap<String, f64> = &report.mean_weight;
    let number: i64 = report.number;
    let _ = (first, stops, id, few, mean, number);
    let _ = graph.report("HAM", vec![String::from("sent")]).timeout(std::time::Duration::from_secs(1));
    let _ = graph.report(Id::<Depot>::from("HAM"), &["sent"][..]).detached().await?.wait().await?.number;
    Ok(())
}

fn main() {}
