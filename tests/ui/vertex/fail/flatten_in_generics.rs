use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package<T> {
    #[tg(primary_id)]
    id: String,
    #[tg(flatten)]
    audit: Audit,
    value: T,
}

fn main() {}
