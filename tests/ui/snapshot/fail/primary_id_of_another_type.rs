use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: u64,
}

fn main() {}
