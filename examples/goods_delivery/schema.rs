//! The schema file next to the example equals the schema of its types.

use tg_gsql::diff;
use tg_runtime::prelude::*;

use crate::graph::GoodsDelivery;

#[test]
fn the_file_is_the_schema_of_the_types() {
    let written = tg_gsql::apply::script(include_str!("schema.gsql")).catalog;
    let typed = GoodsDelivery::SPEC.catalog().unwrap();
    let mut differences = diff::graph(&written, &typed, "GoodsDelivery", &[]);
    // The types declare local types, the file global ones.
    differences.retain(|difference| !matches!(difference.change, diff::Change::Scope { .. }));
    assert_eq!(differences, []);
}
