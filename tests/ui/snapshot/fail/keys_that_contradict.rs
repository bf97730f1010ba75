use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(unchecked, schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
#[tg(schema = schema/goods.gsql)]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

fn main() {}
