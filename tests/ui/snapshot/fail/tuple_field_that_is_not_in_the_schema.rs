use tg_runtime::Tuple;

#[derive(Tuple)]
#[tg(schema = "schema/goods.gsql")]
struct Size {
    width: i32,
    height: i32,
    #[tg(size = 10)]
    unit: String,
    depth: i32,
}

fn main() {}
