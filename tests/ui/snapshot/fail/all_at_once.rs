use tg_runtime::{DateTime, Vertex};

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql")]
struct Package {
    #[tg(primary_id)]
    id: u64,
    #[tg(renam = "weight_kg")]
    weight: f64,
    fragil: bool,
    handling: Vec<String>,
    #[tg(schema_default = "x")]
    since: DateTime,
    order: i64,
}

fn main() {}
