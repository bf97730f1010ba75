//! The DDL that stands beside an example is the schema of its types.

use tg_gsql::diff;
use tg_runtime::prelude::*;

#[path = "../../../examples/flights/graph.rs"]
#[allow(dead_code, unreachable_pub, missing_docs)]
mod flights;

#[test]
fn flights() {
    let written =
        tg_gsql::apply::script(include_str!("../../../examples/flights/schema.gsql")).catalog;
    let typed = flights::Flights::SPEC.catalog().unwrap();
    let mut differences = diff::graph(&written, &typed, "Flights", &[]);
    // The types make local ones, the text global ones.
    differences.retain(|difference| !matches!(difference.change, diff::Change::Scope { .. }));
    assert_eq!(differences, []);
}
