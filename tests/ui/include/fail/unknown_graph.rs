mod near {
    tg_runtime::include_schema!("schema/goods.gsql", auth = "none", graph = "GoodsDelivry");
}

mod far {
    tg_runtime::include_schema!("schema/goods.gsql", auth = "none", graph = "Movies");
}

fn main() {}
