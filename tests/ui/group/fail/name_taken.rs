use tg_runtime::{AttributeGroup, Vertex};

#[derive(AttributeGroup)]
struct Audit {
    author: String,
}

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    author: String,
    #[tg(flatten)]
    audit: Audit,
}

fn main() {}
