use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql")]
struct Truck {
    #[tg(primary_id)]
    plate: String,
    payload_t: f32,
}

fn main() {}
