use tg_runtime::Tuple;

#[derive(Tuple)]
struct Size {
    #[tg(size = 0)]
    unit: String,
    #[tg(size = -1)]
    name: String,
}

fn main() {}
