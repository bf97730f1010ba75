use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Aeroplane {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
