use tg_runtime::{Vertex, Vertices, tigergraph};

#[derive(Vertex)]
#[tg(schema = "schema/local.gsql", graph = "North")]
struct Note {
    #[tg(primary_id)]
    id: String,
    text: String,
}

// Alike in both graphs.
#[derive(Vertex)]
#[tg(schema = "schema/local.gsql")]
struct Tag {
    #[tg(primary_id)]
    id: String,
}

#[tigergraph(graph = "North", auth = "none", schema = "schema/local.gsql")]
struct North {
    notes: Vertices<Note>,
    tags: Vertices<Tag>,
}

fn main() {}
