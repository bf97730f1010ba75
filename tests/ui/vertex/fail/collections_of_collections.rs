use std::collections::BTreeMap;

use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    a: Vec<Vec<i64>>,
    b: BTreeMap<String, Vec<String>>,
}

fn main() {}
