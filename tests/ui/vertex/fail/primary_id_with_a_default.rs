use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id, default, schema_default = "x")]
    id: String,
}

fn main() {}
