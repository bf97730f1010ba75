use tg_runtime::Tuple;

struct Unit;

#[derive(Tuple)]
struct Size {
    #[tg(renam = "w")]
    width: i64,
    #[tg(sise = 10)]
    name: String,
    heights: Vec<i64>,
    unit: Unit,
}

fn main() {}
