use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(primary_id)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
