use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(primary_key)]
    code: String,
}

fn main() {}
