use std::collections::BTreeSet;

use tg_runtime::{Vector, Vertex};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id, index)]
    id: String,
    #[tg(index)]
    weight_kg: f64,
    #[tg(index = "by_label")]
    labels: BTreeSet<String>,
    #[tg(index)]
    shape: Option<Vector<3>>,
    #[tg(index = 5)]
    floor: i64,
    #[tg(index = "by place")]
    place: String,
}

fn main() {}
