use tg_runtime::Vertex;

mod half {
    pub type Stored = f64;
}

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(with = half)]
    weight: f64,
}

fn main() {}
