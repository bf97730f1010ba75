use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial, rename = "Packages")]
struct Item {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
