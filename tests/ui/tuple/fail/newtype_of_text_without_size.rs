use tg_runtime::{Attribute, Tuple};

#[derive(Attribute)]
struct Unit(String);

#[derive(Tuple)]
struct Size {
    unit: Unit,
}

fn main() {}
