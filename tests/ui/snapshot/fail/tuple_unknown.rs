use tg_runtime::Tuple;

#[derive(Tuple)]
#[tg(schema = "schema/goods.gsql")]
struct Extents {
    width: i32,
}

fn main() {}
