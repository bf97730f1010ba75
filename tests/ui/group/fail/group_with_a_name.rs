use tg_runtime::AttributeGroup;

#[derive(AttributeGroup)]
#[tg(rename = "Audit")]
struct Audit {
    author: String,
}

fn main() {}
