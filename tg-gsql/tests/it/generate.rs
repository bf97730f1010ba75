//! Rust source of schemas. Tests across the crates check that it compiles and has the same schema.

use tg_gsql::apply::script;
use tg_gsql::generate::{self, Form, Options};
use tg_gsql::model::Catalog;

fn catalog() -> Catalog {
    let run = script(include_str!("generate/towns.gsql"));
    assert!(run.findings.is_empty(), "{:?}", run.findings);
    run.catalog
}

#[test]
fn a_file_of_several_graphs() {
    let form = Form::File { made_by: "`towns.gsql` by a test" };
    let rust = generate::rust(&catalog(), &Options { form, ..Options::default() });
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write("tests/it/generate/towns.rs", &rust).unwrap();
    }
    assert_eq!(rust, include_str!("generate/towns.rs"), "UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn one_graph_with_its_types() {
    let options = Options { graph: Some("outskirts"), auth: "token", ..Options::default() };
    let rust = generate::rust(&catalog(), &options);
    for part in [
        "#[tigergraph(graph = \"outskirts\", auth = \"token\")]\npub struct Outskirts {",
        "pub struct Quarter {",
        "#[tg(from = Quarter, to = City, rename = \"near\")]",
    ] {
        assert!(rust.contains(part), "{rust}");
    }
    for part in ["pub mod", "struct Person", "struct Size"] {
        assert!(!rust.contains(part), "{rust}");
    }
}

#[test]
fn options_reach_every_item() {
    let options = Options {
        visibility: "pub(crate)",
        derives: &["serde::Serialize"],
        schema: Some("schema/towns.gsql"),
        form: Form::Items { runtime: "rt" },
        ..Options::default()
    };
    let rust = generate::rust(&catalog(), &options);
    let count = |part| rust.matches(part).count();
    assert_eq!(count("\npub "), 0);
    let structs = count("struct ");
    assert_eq!(count("schema = \"schema/towns.gsql\""), structs);
    assert_eq!(count("crate = rt"), structs);
    assert_eq!(count("unchecked"), structs);
    let graphs = count("rt::tigergraph(");
    assert_eq!((graphs, count("serde::Serialize")), (4, structs - graphs));
    assert_eq!(count("use "), 0);
}
