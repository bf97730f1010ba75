use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Depot {
    #[tg(primary_id, as_attribute = false)]
    code: String,
    place: Vec<f64>,
}

fn main() {}
