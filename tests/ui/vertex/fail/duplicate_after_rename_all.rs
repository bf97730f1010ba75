use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(rename_all = "camelCase")]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
    weightKg: f64,
}

fn main() {}
