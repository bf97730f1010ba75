use tg_runtime::Tuple;

#[derive(Tuple)]
struct Size {
}

fn main() {}
