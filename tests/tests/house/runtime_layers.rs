//! The layers of tg-runtime: each folder uses only those before it.

use crate::layers::assert_layers;
use crate::sources::{code_lines, rust_files, workspace};

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

#[test]
fn only_the_client_knows_generations() {
    assert_only_in_client(&["Generation::V3", "Generation::V4"]);
}

#[test]
fn only_the_client_builds_requests() {
    assert_only_in_client(&["Path::fixed(", "Method::GET", "Method::POST", "Method::DELETE"]);
}

/// Fails when a line of code outside of `client/` contains one of these texts.
fn assert_only_in_client(texts: &[&str]) {
    let root = workspace().join("tg-runtime/src");
    let mut found = Vec::new();
    for file in rust_files(&root) {
        if file.starts_with(root.join("client")) {
            continue;
        }
        for (number, line) in code_lines(&file) {
            if texts.iter().any(|text| line.contains(text)) {
                found.push(format!("{}:{number}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "this belongs into client/:\n{}", found.join("\n"));
}
