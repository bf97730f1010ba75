use tg_runtime::Attribute;

#[derive(Attribute)]
enum State {
    New,
    Sent { at: i64 },
    Lost(String),
}

fn main() {}
