use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(rename = "a", rename = "b")]
    weight_kg: f64,
}

fn main() {}
