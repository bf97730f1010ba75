use tg_runtime::AttributeGroup;

#[derive(AttributeGroup)]
struct Audit<'a> {
    author: &'a str,
}

fn main() {}
