use tg_runtime::AttributeGroup;

struct Author;

#[derive(AttributeGroup)]
struct Audit {
    #[tg(defalt)]
    author: Author,
    revision: usize,
}

fn main() {}
