use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql")]
struct Parcel {
    #[tg(primary_key)]
    sender: String,
    number: i64,
    colour: String,
}

fn main() {}
