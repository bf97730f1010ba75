use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
    #[tg(rename = "weight_kg")]
    mass: f64,
}

fn main() {}
