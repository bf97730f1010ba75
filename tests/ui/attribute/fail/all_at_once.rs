use tg_runtime::Attribute;

#[derive(Attribute)]
#[tg(stored_as = "TEXT", rename_all = "camelcase")]
enum State {
    #[tg(nmae = "x")]
    New,
    Sent(i64),
}

fn main() {}
