use tg_runtime::Attribute;

#[derive(Attribute)]
struct Code(u128);

fn main() {}
