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

#[tigergraph(graph = "Goods", auth = "none", schema = "queries/goods.schema", queries = [])]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

async fn example(graph: Goods) -> Result<()> {
    let found = gsql!(
        graph: Goods,
        "INTERPRET QUERY (STRING status, INT most = 10) FOR GRAPH Goods {
           SumAccum<INT> @n;
           heavy = SELECT p FROM Package:p LIMIT most;
           PRINT heavy;
           PRINT heavy.size() AS number;
         }",
        status = "sent",
    )
    .timeout(std::time::Duration::from_secs(1))
    .await?;
    let (first, n): (&Package, i64) = (&found.heavy[0].vertex, found.heavy[0].accums.n);
    let number: i64 = found.number;
    let _ = (first, n, number);
    Ok(())
}

fn main() {}
