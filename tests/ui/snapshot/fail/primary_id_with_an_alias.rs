use tg_runtime::Vertex;

type Number = i64;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: Number,
}

fn main() {}
