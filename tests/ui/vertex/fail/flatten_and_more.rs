use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(flatten, rename = "x", default)]
    audit: Audit,
}

fn main() {}
