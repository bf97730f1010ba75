use tg_runtime::Vertex;

struct Audit {
    author: String,
}

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(flatten)]
    audit: Audit,
}

fn main() {}
