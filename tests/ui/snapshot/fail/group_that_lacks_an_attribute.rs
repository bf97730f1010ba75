use tg_runtime::{AttributeGroup, Vertex};

#[derive(AttributeGroup)]
struct City {}

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql")]
struct Parcel {
    #[tg(primary_key)]
    sender: String,
    #[tg(primary_key)]
    number: i64,
    #[tg(flatten)]
    city: City,
}

fn main() {}
