use tg_runtime::Attribute;

#[derive(Attribute)]
struct Code;

fn main() {}
