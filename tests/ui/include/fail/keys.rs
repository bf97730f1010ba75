mod no_auth {
    tg_runtime::include_schema!("schema/goods.gsql");
}

mod unknown_auth {
    tg_runtime::include_schema!("schema/goods.gsql", auth = "pasword");
}

mod misspelt {
    tg_runtime::include_schema!("schema/goods.gsql", auth = "none", grpah = "Fleet");
}

mod elsewhere {
    tg_runtime::include_schema!("schema/goods.gsql", auth = "none", reverse = "x", derive(Default));
}

mod unquoted {
    tg_runtime::include_schema!("schema/goods.gsql", auth = "none", visibility = pub);
}

fn main() {}
