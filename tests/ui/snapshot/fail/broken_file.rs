use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/broken.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
