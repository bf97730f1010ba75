use std::collections::{BTreeMap, BTreeSet};

use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    a: Vec<u64>,
    b: Vec<f32>,
    c: BTreeSet<bool>,
    d: BTreeMap<String, u8>,
    e: Vec<Option<i64>>,
    f: Vec<char>,
}

fn main() {}
