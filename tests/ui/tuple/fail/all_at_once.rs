use tg_runtime::Tuple;

#[derive(Tuple)]
struct Size {
    width: usize,
    unit: String,
    #[tg(primary_id)]
    id: i64,
    #[tg(siez = 3)]
    name: String,
}

fn main() {}
