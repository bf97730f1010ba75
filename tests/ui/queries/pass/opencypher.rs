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

#[tigergraph(graph = "Goods", auth = "none", schema = "queries/goods.schema", queries = "queries/cypher.gsql")]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

async fn example(graph: Goods) -> Result<()> {
    let found = graph.cypher("P-1").await?;
    let CypherResultTable { p, status, depot, n }: &CypherResultTable = &found.result_table[0];
    let _: (&Id<Package>, &String, &Option<Id<Depot>>, &i64) = (p, status, depot, n);
    Ok(())
}

fn main() {}
