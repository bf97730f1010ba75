use tg_runtime::load::CsvSource;
use tg_runtime::prelude::*;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
struct Depot {
    #[tg(primary_id)]
    code: i64,
}

#[tigergraph(graph = "Goods", auth = "secret")]
struct Goods {
    packages: Vertices<Package>,
}

struct Row {
    id: String,
}

async fn a_row_that_serde_cannot_read(graph: Goods) -> Result<()> {
    graph
        .load(CsvSource::path("p.csv"), |row: Row, out| out.vertex(&Package { id: row.id }))
        .await?
        .require_clean()
}

async fn a_vertex_that_the_graph_does_not_declare(graph: Goods) -> Result<()> {
    let codes = [1, 2];
    graph.load(codes, |code: i64, out| out.vertex(&Depot { code })).await?.require_clean()
}

fn main() {}
