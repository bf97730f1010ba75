//! The queries of the graphs of a schema file.

mod goods {
    tg_runtime::include_schema!(
        "queries/goods.schema",
        auth = "none",
        queries = ["queries/report.gsql", "queries/mixed.gsql", "queries/udf.gsql"],
        functions = ["my_score"],
    );
}

use goods::{Depot, Goods, Package};
use tg_runtime::prelude::*;

async fn example(graph: Goods, depot: Depot) -> Result<()> {
    let report = graph.report(&depot, ["sent"]).await?;
    let first: &Package = &report.heavy[0].vertex;
    let edges: Vec<EdgeRecord<goods::StoredAt>> = graph.mixed().await?.edges;
    let _ = (first, edges);
    Ok(())
}

fn main() {}
