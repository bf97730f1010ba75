use tg_runtime::Attribute;

#[derive(Attribute)]
struct Code<T>(T);

fn main() {}
