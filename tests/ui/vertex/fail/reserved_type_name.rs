use tg_runtime::Vertex;

#[derive(Vertex)]
struct Order {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
