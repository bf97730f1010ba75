mod ddl {
    tg_runtime::include_schema!("schema/broken.gsql", auth = "none");
}

mod json {
    tg_runtime::include_schema!("schema/broken.json", auth = "none");
}

mod without_tuples {
    tg_runtime::include_schema!("schema/goods.json", auth = "none");
}

fn main() {}
