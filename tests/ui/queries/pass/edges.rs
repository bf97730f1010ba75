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
#[tg(rename = "StoredAt", from = Parcel, to = Depot, reverse = "Holds", schema = "queries/goods.schema")]
struct Stay {
    since: DateTime,
}

#[tigergraph(
    graph = "Goods",
    auth = "none",
    schema = "queries/goods.schema",
    queries = "queries/mixed.gsql",
    functions = ["my_score"]
)]
struct Goods {
    packages: Vertices<Parcel>,
    depots: Vertices<Depot>,
    stored_at: Edges<Stay>,
}

async fn example(graph: Goods) -> Result<()> {
    let mixed = graph.mixed().await?;
    let edges: Vec<EdgeRecord<Stay>> = mixed.edges;
    let found = gsql!(
        graph: Goods,
        "INTERPRET QUERY () FOR GRAPH Goods {
           SetAccum<EDGE<Holds>> @@edges; MaxAccum<VERTEX<Depot>> @@last;
           PRINT @@edges, @@edges.size() AS size, @@last, my_score(3) AS score;
         }",
    )
    .await?;
    let held: SetOf<EdgeRecord<Stay>> = found.edges;
    let last: Option<Id<Depot>> = found.last;
    let _ = (edges, held, last);
    Ok(())
}

fn main() {}
