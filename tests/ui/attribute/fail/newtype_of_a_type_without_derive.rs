use tg_runtime::Attribute;

#[derive(Attribute)]
struct Code(Inner);

struct Inner;

fn main() {}
