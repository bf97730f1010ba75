use tg_runtime::Tuple;

#[derive(Tuple)]
struct Inner {
    width: i64,
}

#[derive(Tuple)]
struct Size {
    inner: Inner,
}

fn main() {}
