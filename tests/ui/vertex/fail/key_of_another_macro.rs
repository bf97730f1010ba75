use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(from = Package, to = Package)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
