use tg_runtime::Vertex;

struct Code(String);

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: Code,
}

fn main() {}
