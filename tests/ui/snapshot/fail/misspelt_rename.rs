use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(rename = "wieght_kg")]
    weight: f64,
}

fn main() {}
