use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id, primary_key)]
    id: String,
}

fn main() {}
