use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial, graph = "Fleet")]
struct Depot {
    #[tg(primary_id, as_attribute = false)]
    code: String,
}

fn main() {}
