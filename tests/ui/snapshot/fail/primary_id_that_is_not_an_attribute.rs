use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

fn main() {}
