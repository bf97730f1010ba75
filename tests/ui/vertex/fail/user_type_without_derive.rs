use tg_runtime::Vertex;

struct Size {
    width: i64,
}

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    size: Size,
}

fn main() {}
