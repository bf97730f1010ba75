use tg_runtime::Attribute;

#[derive(Attribute)]
#[tg(stored_as = "INT")]
enum Level {
    #[tg(rename = "low")]
    Low = 1,
}

fn main() {}
