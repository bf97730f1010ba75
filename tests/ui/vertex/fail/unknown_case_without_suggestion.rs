use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(rename_all = "shouting")]
struct Package {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
