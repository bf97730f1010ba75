//! The value that is stored for `None` is one of the attribute's type, and means nothing else.

use tg_runtime::prelude::*;

#[derive(Attribute)]
enum Level {
    Low,
    High,
}

#[derive(Tuple)]
struct Size {
    width: i64,
}

#[derive(Vertex)]
struct Task {
    #[tg(primary_id)]
    id: String,
    #[tg(none)]
    not_an_option: String,
    #[tg(none = "x")]
    of_another_type: Option<i64>,
    #[tg(none = "x")]
    of_a_list: Option<Vec<String>>,
    #[tg(none = 0)]
    seconds: Option<DateTime>,
    #[tg(none)]
    vector: Option<Vector<3>>,
}

#[derive(Vertex)]
struct Errand {
    #[tg(primary_id)]
    id: String,
    #[tg(none = "Low")]
    a_variant: Option<Level>,
    #[tg(none = 1)]
    a_number: Option<Level>,
    #[tg(none)]
    size: Option<Size>,
    #[tg(none = "unknown")]
    right: Option<Level>,
}

fn main() {}
