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
#[tg(from = Package, to = Depot)]
struct StoredAt;

#[tigergraph(graph = "Goods", auth = "pasword")]
struct Goods {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

async fn uses(package: &Package) -> Result<()> {
    let graph = Goods::connect("https://host", "user", "password").await?;
    graph.packages.upsert(package).await?;
    graph.get_token().await?;
    Ok(())
}

fn main() {}
