mod goods {
    tg_runtime::include_schema!("schema/goods.gsql", auth = "none", graph = "Fleet", derives(Copy));
}

fn main() {}
