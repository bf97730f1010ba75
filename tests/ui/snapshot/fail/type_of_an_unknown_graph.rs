use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/local.gsql", partial, graph = "Nort")]
struct Note {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
