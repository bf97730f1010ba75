mod nothing {
    tg_runtime::include_schema!();
}

mod keys_only {
    tg_runtime::include_schema!(auth = "none");
}

mod no_comma {
    tg_runtime::include_schema!("schema/goods.gsql" auth = "none");
}

fn main() {}
