//! The layers of tg-runtime: each folder uses only those before it.

use crate::layers::assert_layers;
use crate::sources::workspace;

/// The folders of `tg-runtime/src`, lowest first. A folder may use every folder before it.
const LAYERS: &[&str] = &[
    "error",
    "value",
    "schema",
    "filter",
    "body",
    "client",
    "__private",
    "operation",
    "upsert",
    "vertices",
    "edges",
    "batch",
    "paths",
    "load",
    "query",
    "statistics",
    "sources",
    "udf",
    "schema_change",
    "admin",
    "graph",
];

/// The files at the root, which gather what the layers offer.
const ROOT: &[&str] = &["lib", "prelude"];

#[test]
fn each_layer_uses_only_those_below_it() {
    assert_layers(&workspace().join("tg-runtime/src"), LAYERS, ROOT);
}
