use tg_runtime::{FixedBinary, Vertex};

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    photo: FixedBinary<8>,
}

fn main() {}
