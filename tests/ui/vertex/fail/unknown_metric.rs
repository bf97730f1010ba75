use tg_runtime::{Vector, Vertex};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(metric = "cosine")]
    a: Option<Vector<3>>,
    #[tg(metric = "euclid")]
    b: Option<Vector<3>>,
    #[tg(metric = "L2")]
    c: f64,
}

fn main() {}
