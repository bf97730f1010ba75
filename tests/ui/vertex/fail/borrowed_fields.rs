use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    note: &'static str,
    numbers: &'static [i64],
    weight: &'static f64,
    out: &'static mut i64,
}

fn main() {}
