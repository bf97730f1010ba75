use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    a: char,
    b: (),
    c: (i64, String),
    d: [f64; 3],
    e: fn(),
    f: *const u8,
    g: Box<dyn Fn()>,
}

fn main() {}
