use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(rename_al = "camelCase")]
struct Package {
    #[tg(primary_id)]
    id: String,
}

fn main() {}
