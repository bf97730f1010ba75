use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(id)]
    id: String,
    #[tg(column = "weight")]
    weight_kg: f64,
    #[tg(ignore)]
    cache: u8,
}

fn main() {}
