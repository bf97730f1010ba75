use tg_runtime::{Vertex, View};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
}

#[derive(View)]
#[tg(of = Package)]
struct Weight {
    #[tg(primary_idd)]
    id: i64,
    #[tg(rename = "weight kg")]
    grams: f64,
    weight_kg: i64,
    colour: String,
}

fn main() {}
