use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: Option<String>,
}

fn main() {}
