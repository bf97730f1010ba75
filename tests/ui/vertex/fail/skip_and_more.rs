use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(skip, rename = "x", with = hex)]
    cache: u8,
}

fn main() {}
