use std::collections::BTreeMap;

use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    a: BTreeMap<bool, String>,
    b: BTreeMap<f64, String>,
    c: BTreeMap<(), String>,
}

fn main() {}
