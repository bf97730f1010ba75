use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
    #[tg(index)]
    floor: i64,
    #[tg(index = "floor_index")]
    place: String,
}

fn main() {}
