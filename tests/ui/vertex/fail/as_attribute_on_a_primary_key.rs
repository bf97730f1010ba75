use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_key, as_attribute = true)]
    id: String,
}

fn main() {}
