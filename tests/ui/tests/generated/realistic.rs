//! schema -> Rust -> compiled -> schema: no difference. The end-to-end tests apply the same
//! schemas to a server.

use tg_gsql::apply::script;
use tg_gsql::model::Catalog;

use crate::program;

const SCHEMAS: &[(&str, &str)] = &[
    ("social", include_str!("schemas/social.gsql")),
    ("movie", include_str!("schemas/movie.gsql")),
    ("goods", include_str!("schemas/goods.gsql")),
    ("finance", include_str!("schemas/finance.gsql")),
    ("everything", include_str!("schemas/everything.gsql")),
    ("embeddings", include_str!("schemas/embeddings.gsql")),
    ("shared", include_str!("schemas/shared.gsql")),
    ("flights", include_str!("../../../../examples/flights/schema.gsql")),
];

fn catalog((name, ddl): &(&str, &str)) -> Catalog {
    let run = script(ddl);
    let errors: Vec<_> = run.findings.iter().filter(|finding| finding.is_error()).collect();
    assert!(errors.is_empty(), "{name}: {errors:?}");
    run.catalog
}

#[test]
fn types_declare_the_schema_that_they_are_made_from() {
    let catalogs: Vec<_> = SCHEMAS.iter().map(catalog).collect();
    trybuild::TestCases::new().pass(program::write("realistic", &catalogs));
}
