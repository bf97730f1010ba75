use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/local.gsql", partial)]
struct Note {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
