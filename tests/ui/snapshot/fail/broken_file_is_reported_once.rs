use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/broken.gsql")]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(Vertex)]
#[tg(schema = "schema/broken.gsql")]
struct Depot {
    #[tg(primary_id)]
    code: String,
}

fn main() {}
