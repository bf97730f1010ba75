use quote::quote;

use super::Include;
use crate::problems::Problems;
use crate::testing::messages;

fn read(arguments: &str) -> (Include, Vec<String>) {
    let mut problems = Problems::default();
    let include = Include::read(arguments.parse().unwrap(), &mut problems);
    (include, messages(problems))
}

#[test]
fn every_argument_is_read() {
    let arguments = quote!(
        "../tests/ui/snapshot/schema/goods.gsql",
        auth = "none",
        graph = "Goods",
        derives(Default, serde::Serialize),
        visibility = "pub(crate)",
        crate = path::to::rt
    );
    let (include, mistakes) = read(&arguments.to_string());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    assert!(include.catalog().is_some());
    assert_eq!(include.auth.name(), "none");
    assert_eq!(include.graph.map(|graph| graph.value()).as_deref(), Some("Goods"));
    assert_eq!(include.derives, ["Default", "serde::Serialize"]);
    assert_eq!(include.visibility, "pub(crate)");
    assert_eq!(include.runtime, "path::to::rt");
}

#[test]
fn every_mistake_is_reported_at_its_token() {
    assert_eq!(
        read(
            "\"../tests/ui/snapshot/schema/goods.gsql\", visibility = \"public\", \
             derives = \"Default\", nmae = 1"
        )
        .1,
        [
            "=: `derives` takes types in parentheses: write `derives(Default, serde::Serialize)`",
            "nmae: unknown key `nmae`; the keys of `include_schema!` are `auth`, `graph`, \
             `queries`, `functions`, `derives`, `visibility`, `crate`",
            "\"public\": not a visibility: write `\"pub\"`, `\"pub(crate)\"`, or `\"\"` for none",
        ]
    );
    assert_eq!(
        read("\"../tests/ui/snapshot/schema/goods.gsql\"").1,
        ["\"../tests/ui/snapshot/schema/goods.gsql\": the way to authenticate is missing: write \
            `include_schema!(.., auth = \"secret\")` (the ways are \"secret\", \"password\", \
            \"token\", \"jwt\", \"none\")"]
    );
    assert_eq!(
        read("auth = \"none\"").1,
        ["auth: the path of the schema file is missing: write it first, such as \
            `include_schema!(\"schema/goods.gsql\", ..)`"]
    );
}
