use tg_runtime::{Vertex, View};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
}

#[derive(View)]
#[tg(of = String)]
struct Weight {
    weight_kg: f64,
}

fn main() {}
