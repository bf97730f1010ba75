use tg_runtime::Tuple;

#[derive(Tuple)]
#[tg(schema = "schema/goods.gsql")]
struct Depot {
    width: i32,
}

fn main() {}
