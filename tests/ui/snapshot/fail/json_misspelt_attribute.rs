use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.json", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight: f64,
}

fn main() {}
