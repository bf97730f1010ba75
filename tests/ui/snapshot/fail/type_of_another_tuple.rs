use tg_runtime::{Tuple, Vertex};

#[derive(Tuple)]
#[tg(unchecked)]
struct Extent {
    width: i64,
}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    sizes: Vec<Extent>,
}

fn main() {}
