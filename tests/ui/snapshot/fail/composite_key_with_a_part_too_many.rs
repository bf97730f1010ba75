use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql")]
struct Parcel {
    #[tg(primary_key)]
    sender: String,
    #[tg(primary_key)]
    number: i64,
    #[tg(primary_key)]
    colour: String,
}

fn main() {}
