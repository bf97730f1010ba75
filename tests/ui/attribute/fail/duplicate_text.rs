use tg_runtime::Attribute;

#[derive(Attribute)]
#[tg(rename_all = "lowercase")]
enum State {
    New,
    #[tg(rename = "new")]
    Fresh,
}

fn main() {}
