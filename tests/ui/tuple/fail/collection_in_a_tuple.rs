use tg_runtime::Tuple;

#[derive(Tuple)]
struct Size {
    widths: Vec<i64>,
}

fn main() {}
