use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/broken.json", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
