use tg_runtime::Attribute;

#[derive(Attribute)]
struct Code(&'static str);

fn main() {}
