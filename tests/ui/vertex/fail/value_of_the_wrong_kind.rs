use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id, as_attribute = "false")]
    id: String,
    #[tg(rename = weight)]
    weight_kg: f64,
    #[tg(skip = true)]
    cache: u8,
    #[tg(with = 3)]
    colour: u32,
}

fn main() {}
