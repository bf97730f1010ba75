//! The default of an enum is one of its variants, as they are stored.

use tg_runtime::prelude::*;

#[derive(Attribute)]
#[tg(rename_all = "lowercase")]
enum Level {
    Low,
    #[tg(rename = "on the way up")]
    Rising,
    High,
}

#[derive(Attribute)]
#[tg(stored_as = "INT")]
enum Priority {
    Last = -1,
    First = 1,
}

#[derive(Attribute)]
struct Code(String);

#[derive(Vertex)]
struct Task {
    #[tg(primary_id)]
    id: String,
    #[tg(schema_default = "high")]
    right: Level,
    #[tg(schema_default = -1)]
    right_number: Priority,
    #[tg(schema_default = "hgih")]
    misspelt: Level,
    #[tg(schema_default = "Low")]
    of_another_case: Option<Level>,
    #[tg(schema_default = 0)]
    not_a_number_of_it: Priority,
    #[tg(schema_default = "First")]
    a_name_in_place_of_a_number: Priority,
    #[tg(schema_default = 7)]
    code: Code,
}

#[derive(AttributeGroup)]
struct Common {
    #[tg(schema_default = "low ")]
    level: Level,
}

#[derive(Edge)]
#[tg(from = Task, to = Task)]
struct Blocks {
    #[tg(schema_default = "on the way")]
    level: Level,
}

fn main() {}
