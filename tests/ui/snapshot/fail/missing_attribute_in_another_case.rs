use tg_runtime::Vertex;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", rename_all = "SCREAMING_SNAKE_CASE")]
struct Depot {
    #[tg(primary_id, as_attribute = false, rename = "code")]
    pub code: String,
    CITY: String,
}

fn main() {}
