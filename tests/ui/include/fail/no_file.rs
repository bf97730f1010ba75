tg_runtime::include_schema!("schema/goods.sql", auth = "none");

fn main() {}
