use tg_runtime::Attribute;

#[derive(Attribute)]
#[tg(stored_as = "INT")]
enum Level {
    Low = 1,
    High,
}

fn main() {}
