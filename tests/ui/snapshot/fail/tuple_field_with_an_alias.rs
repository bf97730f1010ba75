use tg_runtime::Tuple;

type Wide = i64;

#[derive(Tuple)]
#[tg(schema = "schema/goods.gsql")]
struct Size {
    width: Wide,
    height: i32,
    #[tg(size = 10)]
    unit: String,
}

fn main() {}
