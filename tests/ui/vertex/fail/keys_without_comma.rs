use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(rename = "weight" default)]
    weight_kg: f64,
}

fn main() {}
