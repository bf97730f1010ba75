use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(schema_default = "[]")]
    tags: Vec<String>,
}

fn main() {}
