use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(schema_default = 300)]
    a: u8,
    #[tg(schema_default = -1)]
    b: u64,
    #[tg(schema_default = -129)]
    c: i8,
    #[tg(schema_default = 1e999)]
    d: f64,
}

fn main() {}
