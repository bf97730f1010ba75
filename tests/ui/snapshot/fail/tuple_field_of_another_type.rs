use tg_runtime::Tuple;

#[derive(Tuple)]
#[tg(schema = "schema/goods.gsql")]
struct Size {
    width: f64,
    height: i64,
    #[tg(size = 10)]
    unit: String,
}

fn main() {}
