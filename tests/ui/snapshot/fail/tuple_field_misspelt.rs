use tg_runtime::Tuple;

#[derive(Tuple)]
#[tg(schema = "schema/goods.gsql")]
struct Size {
    widht: i32,
    height: i32,
    #[tg(size = 10)]
    unit: String,
}

fn main() {}
