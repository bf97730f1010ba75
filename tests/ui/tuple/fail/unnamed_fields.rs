use tg_runtime::Tuple;

#[derive(Tuple)]
struct Size(i64, i64);

fn main() {}
