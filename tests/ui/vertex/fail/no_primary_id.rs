use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    id: String,
    weight_kg: f64,
}

fn main() {}
