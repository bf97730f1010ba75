use tg_runtime::Attribute;

#[derive(Attribute)]
struct Size {
    width: i64,
    height: i64,
}

fn main() {}
