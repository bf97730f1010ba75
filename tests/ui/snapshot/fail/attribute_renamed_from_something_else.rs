use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(renamed_from = "weight_kg")]
    mass: f64,
}

fn main() {}
