use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(name = "Graph")]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(rename = "select")]
    choice: String,
}

fn main() {}
