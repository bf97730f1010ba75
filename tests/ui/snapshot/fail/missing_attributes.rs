use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql")]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
}

fn main() {}
