use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(rename = "a")]
    #[tg(name = "b")]
    weight_kg: f64,
}

fn main() {}
