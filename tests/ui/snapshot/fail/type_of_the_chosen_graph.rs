use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/local.gsql", graph = "South")]
struct Note {
    #[tg(primary_id)]
    id: i64,
    text: String,
}

fn main() {}
