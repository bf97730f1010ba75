use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(rename = "Vertex", rename_al = "camelCase")]
struct Package {
    #[tg(primary_id)]
    id: f64,
    #[tg(primary_id)]
    code: String,
    wieght: u128,
    #[tg(skip, rename = "x")]
    cache: u8,
    tags: Vec<bool>,
}

fn main() {}
