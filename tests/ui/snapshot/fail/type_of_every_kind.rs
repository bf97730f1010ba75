use tg_runtime::Vertex;

use std::collections::BTreeMap;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: f32,
    fragile: String,
    handling: Vec<String>,
    since: i64,
    pieces: i64,
    stock: BTreeMap<String, f64>,
}

fn main() {}
