use tg_runtime::Vertex;

type Kilograms = f32;
type Moment = String;

#[derive(Vertex)]
#[tg(schema = "schema/goods.gsql", partial)]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: Kilograms,
    since: Option<Moment>,
}

fn main() {}
