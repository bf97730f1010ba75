use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Holds {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
