use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(name = "")]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(rename = "weight in kg")]
    weight_kg: f64,
    straße: String,
}

fn main() {}
