use tg_runtime::{Edge, Edges, Result, Vertex, Vertices, tigergraph};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

#[derive(Edge)]
#[tg(from = Package, to = Depot, reverse = "holds")]
struct StoredAt {
    #[tg(discriminator)]
    slot: i64,
    size: usize,
}

#[tigergraph(graph = "Goods", auth = "none")]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

async fn uses(graph: Goods, package: &Package, depot: &Depot) -> Result<()> {
    graph.stored_at.upsert(package, depot, &StoredAt { slot: 1, size: 2 }).await?;
    graph.stored_at.upsert("P-1", "HAM", &StoredAt { slot: 1, size: 2 }).await?;
    let _ = graph.stored_at.of("P-1").await?;
    let _ = StoredAt::COLUMNS.slot.gt(1);
    Ok(())
}

fn main() {}
