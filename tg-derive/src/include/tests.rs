use quote::quote;

use super::Include;
use crate::problems::Problems;
use crate::testing::complaints;

fn read(arguments: &str) -> syn::Result<Include> {
    let mut problems = Problems::default();
    let include = Include::read(arguments.parse().unwrap(), &mut problems);
    problems.finish(include)
}

#[test]
fn every_argument_is_read() {
    let arguments = quote!(
        "schema/goods.gsql",
        auth = "none",
        graph = "Goods",
        derives(Default, serde::Serialize),
        visibility = "pub(crate)",
        crate = path::to::rt
    );
    let include = read(&arguments.to_string()).unwrap();
    assert_eq!(include.path.value(), "schema/goods.gsql");
    assert_eq!(include.auth.name(), "none");
    assert_eq!(include.graph.map(|graph| graph.value()).as_deref(), Some("Goods"));
    assert_eq!(include.derives, ["Default", "serde::Serialize"]);
    assert_eq!(include.visibility, "pub(crate)");
    assert_eq!(include.runtime, "path::to::rt");
}

#[test]
fn every_mistake_is_told_at_its_token() {
    assert_eq!(
        complaints(read("\"a.gsql\", visibility = \"public\", derives = \"Default\", nmae = 1")),
        [
            "=: `derives` takes types in parentheses: write `derives(Default, serde::Serialize)`",
            "nmae: unknown key `nmae`; the keys of `include_schema!` are `auth`, `graph`, `derives`, `visibility`, \
             `crate`",
            "\"public\": not a visibility: write `\"pub\"`, `\"pub(crate)\"`, or `\"\"` for none",
        ]
    );
    assert_eq!(
        complaints(read("\"a.gsql\"")),
        [
            "\"a.gsql\": how do its graphs authenticate? write `include_schema!(.., auth = \"secret\")` (the ways are \
             \"secret\", \"password\", \"token\", \"jwt\", \"none\")"
        ]
    );
    assert_eq!(
        complaints(read("auth = \"none\"")),
        ["auth: which file? write its path, such as `include_schema!(\"schema/goods.gsql\", ..)`"]
    );
}
