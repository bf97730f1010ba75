use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    weight_kg: f64,
    fragile: bool,
}

fn main() {}
