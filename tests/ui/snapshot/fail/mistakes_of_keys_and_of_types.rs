use tg_runtime::{DateTime, Vertex};

type Kilograms = f32;

struct Size;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primry_id)]
    id: String,
    weight_kg: Kilograms,
    fragil: bool,
    handling: u128,
    sizes: Vec<Size>,
    since: DateTime,
}

fn main() {}
