use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(stats = "nome")]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
#[tg(stats = "all of them", global = true)]
struct Depot {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
