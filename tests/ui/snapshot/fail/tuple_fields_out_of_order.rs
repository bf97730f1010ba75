use tg_runtime::Tuple;

#[derive(Tuple)]
#[tg(schema = "schema/goods.gsql")]
struct Size {
    height: i32,
    width: i32,
    #[tg(size = 10)]
    unit: String,
}

fn main() {}
