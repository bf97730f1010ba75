use tg_runtime::Attribute;

#[derive(Attribute)]
union Code {
    number: u64,
}

fn main() {}
