use tg_runtime::Tuple;

#[derive(Tuple)]
struct Size<T> {
    width: T,
}

fn main() {}
