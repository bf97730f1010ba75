use tg_runtime::{DateTime, Vertex};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(schema_default = "3")]
    a: i64,
    #[tg(schema_default = 3)]
    b: String,
    #[tg(schema_default = 1)]
    c: bool,
    #[tg(schema_default = false)]
    d: f64,
    #[tg(schema_default = 0.5)]
    e: DateTime,
}

fn main() {}
