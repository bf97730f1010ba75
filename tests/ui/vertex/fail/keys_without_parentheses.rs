use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg]
    weight_kg: f64,
    #[tg = "size"]
    size: i64,
}

fn main() {}
