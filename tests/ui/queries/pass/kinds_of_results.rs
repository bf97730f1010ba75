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

#[tigergraph(graph = "Goods", auth = "none", schema = "queries/goods.schema", queries = "queries/mixed.gsql")]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

async fn example(graph: Goods) -> Result<()> {
    let mixed = graph.mixed().await?;
    for vertex in &mixed.both {
        match vertex {
            MixedBoth::Package(package) => println!("{} {}", package.vertex.id, package.accums.n),
            MixedBoth::Depot(depot) => println!("{} {}", depot.vertex.city, depot.accums.n),
        }
    }
    let more: f64 = mixed.more[0].attributes.more;
    let weighed: &Vec<MixedWeighed> = &mixed.weighed;
    let name: &String = &weighed[0].name;
    let edges: &Vec<EdgeRecord<StoredAt>> = &mixed.edges;
    let size: &Option<String> = &mixed.size;
    let i: &Vec<i64> = &mixed.i;
    let _ = (more, name, edges, size, i);
    Ok(())
}

fn main() {}
