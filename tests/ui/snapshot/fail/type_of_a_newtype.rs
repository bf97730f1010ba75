use tg_runtime::{Attribute, Vertex};

use std::collections::BTreeSet;

#[derive(Attribute)]
struct Kilograms(i64);

#[derive(Attribute, PartialEq, Eq, PartialOrd, Ord)]
struct Label(i64);

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: Kilograms,
    handling: BTreeSet<Label>,
}

fn main() {}
