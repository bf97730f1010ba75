use tg_runtime::Attribute;

struct Inner;

#[derive(Attribute)]
#[tg(stored_as = "INT")]
struct Code(#[tg(rename = "code")] Inner);

fn main() {}
