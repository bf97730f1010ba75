use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(rename_all = "camelCase")]
    weight_kg: f64,
}

fn main() {}
