use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: Vec<f64>,
    sizes: Vec<i64>,
    photo: String,
}

fn main() {}
