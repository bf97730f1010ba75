use tg_runtime::Tuple;

#[derive(Tuple)]
struct Size {
    width: Option<i64>,
}

fn main() {}
