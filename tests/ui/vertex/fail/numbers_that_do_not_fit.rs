use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    a: u128,
    b: i128,
    c: usize,
    d: isize,
}

fn main() {}
