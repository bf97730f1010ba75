use tg_runtime::Vertex;

struct Cache;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(skip)]
    cache: Cache,
}

fn main() {}
