use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(colour = "red")]
    weight_kg: f64,
}

fn main() {}
