use tg_runtime::Tuple;

#[derive(Tuple)]
struct Size {
    #[tg(size = 4)]
    width: i32,
    #[tg(size = 1)]
    flag: bool,
}

fn main() {}
