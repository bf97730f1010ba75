use tg_runtime::AttributeGroup;

#[derive(AttributeGroup)]
struct Audit {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
