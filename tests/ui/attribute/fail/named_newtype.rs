use tg_runtime::Attribute;

#[derive(Attribute)]
struct Code {
    text: String,
}

fn main() {}
