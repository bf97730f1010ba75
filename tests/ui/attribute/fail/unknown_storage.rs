use tg_runtime::Attribute;

#[derive(Attribute)]
#[tg(stored_as = "INTEGER")]
enum State {
    New = 1,
}

fn main() {}
