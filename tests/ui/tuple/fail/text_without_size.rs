use tg_runtime::Tuple;

#[derive(Tuple)]
struct Size {
    unit: String,
}

fn main() {}
