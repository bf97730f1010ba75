//! Generated types, checked against the schema that they were generated from.

use proptest::prelude::*;
use syn::{DeriveInput, Item};
use tg_gsql::generate::{self, Options};
use tg_gsql::model::Catalog;
use tg_test_support::catalogs;

use super::{Check, file};
use crate::driver::Findings;
use crate::problems::Problems;
use crate::testing::messages;
use crate::{edge, graph, tuple, vertex};

/// Collects the messages about every type in some source.
fn check_items(items: &[Item], catalog: &Catalog, all: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Mod(module) => {
                check_items(
                    module.content.as_ref().map_or(&[][..], |(_, items)| items),
                    catalog,
                    all,
                );
            }
            Item::Struct(item) => all.extend(of_type(&item.clone().into(), catalog)),
            _ => {}
        }
    }
}

fn of_type(item: &DeriveInput, catalog: &Catalog) -> Vec<String> {
    let mut problems = Problems::default();
    let derives = |name: &str| {
        item.attrs.iter().filter(|it| it.path().is_ident("derive")).any(|it| {
            let mut found = false;
            let _ = it.parse_nested_meta(|meta| {
                found |= meta.path.segments.last().is_some_and(|last| last.ident == name);
                Ok(())
            });
            found
        })
    };
    let check = |rt, problems: &mut Problems, run: &dyn Fn(&mut Check<'_>)| {
        let mut check = Check { catalog, file: "schema.gsql", rt, findings: Findings::default() };
        run(&mut check);
        problems.extend(check.findings.problems);
    };
    if derives("Vertex") {
        let model = vertex::Vertex::read(item, &mut problems);
        check(&model.record.rt, &mut problems, &|it| vertex::compare(&model, it));
    } else if derives("Edge") {
        let model = edge::Edge::read(item, &mut problems);
        check(&model.record.rt, &mut problems, &|it| edge::compare(&model, it));
    } else if derives("Tuple") {
        let model = tuple::Tuple::read(item, &mut problems);
        check(&model.record.rt, &mut problems, &|it| tuple::compare(&model, it));
    } else if let Some(attribute) = item.attrs.iter().find(|it| it.path().is_ident("tigergraph")) {
        let arguments = attribute.meta.require_list().unwrap().tokens.clone();
        let model = graph::Graph::read(arguments, item, &mut problems);
        check(&model.rt, &mut problems, &|it| graph::compare(&model, it));
    }
    messages(problems).iter().map(|it| format!("{}: {it}", item.ident)).collect()
}

fn check_generated(catalog: &Catalog) -> (Vec<String>, String) {
    let rust = generate::rust(catalog, &Options::default());
    let mut all = Vec::new();
    check_items(&syn::parse_file(&rust).unwrap().items, catalog, &mut all);
    (all, rust)
}

#[test]
fn generated_types_fit_the_realistic_schemas() {
    for ddl in [
        include_str!("../../../tests/ui/snapshot/schema/goods.gsql"),
        include_str!("../../../tests/ui/snapshot/schema/local.gsql"),
        include_str!("../../../tests/ui/tests/generated/schemas/social.gsql"),
        include_str!("../../../tests/ui/tests/generated/schemas/everything.gsql"),
        include_str!("../../../tests/ui/tests/generated/schemas/embeddings.gsql"),
        include_str!("../../../tests/ui/tests/generated/schemas/shared.gsql"),
        include_str!("../../../examples/flights/schema.gsql"),
    ] {
        let catalog = file::parse("schema.gsql", ddl).unwrap();
        let (differences, rust) = check_generated(&catalog);
        assert!(differences.is_empty(), "{differences:#?}\n{rust}");
        // An empty schema has none of the types, so each of them is reported: all are checked.
        let mut all = Vec::new();
        check_items(&syn::parse_file(&rust).unwrap().items, &Catalog::default(), &mut all);
        let types = catalog.vertices.len() + catalog.edges.len() + catalog.tuples.len();
        assert_eq!(all.len(), types + catalog.graphs.len(), "{all:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn generated_types_fit_any_schema(catalog in catalogs::catalog()) {
        let (differences, rust) = check_generated(&catalog);
        prop_assert!(differences.is_empty(), "{differences:#?}\n{rust}");
    }
}
