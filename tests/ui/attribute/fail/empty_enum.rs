use tg_runtime::Attribute;

#[derive(Attribute)]
enum State {}

fn main() {}
