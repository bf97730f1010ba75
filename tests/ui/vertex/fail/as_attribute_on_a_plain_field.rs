use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(as_attribute = false)]
    weight_kg: f64,
}

fn main() {}
