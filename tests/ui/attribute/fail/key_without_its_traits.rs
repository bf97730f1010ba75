use tg_runtime::{Attribute, Vertex};

#[derive(Attribute)]
struct Code(String);

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    code: Code,
}

fn main() {}
