//! A text enum has no order: the server would compare the texts by alphabet.

use tg_runtime::prelude::*;

#[derive(Attribute)]
enum Level {
    Low,
    Medium,
    High,
}

#[derive(Vertex)]
struct Task {
    #[tg(primary_id)]
    id: String,
    level: Level,
}

#[tigergraph(graph = "Tasks", auth = "none")]
struct Tasks {
    tasks: Vertices<Task>,
}

async fn urgent(graph: Tasks) -> Result<Vec<Task>> {
    graph.tasks.find(|t| t.level.gt(Level::Low)).order_by(|t| t.level.desc()).await
}

fn main() {}
