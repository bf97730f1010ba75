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
    assert_only_in("tg-runtime/src", "client", &["Generation::V3", "Generation::V4"]);
}

#[test]
fn only_the_client_builds_requests() {
    let texts = ["Path::fixed(", "Method::GET", "Method::POST", "Method::DELETE"];
    assert_only_in("tg-runtime/src", "client", &texts);
}

#[test]
fn only_bodies_write_the_json_of_upserts() {
    let texts = [r#"\"vertices\":"#, r#"\"edges\":"#, r#"{\"value\":"#];
    assert_only_in("tg-runtime/src", "body", &texts);
    // Generated code passes the key of an attribute to `Encoder::attribute` as a constant.
    assert_only_in("tg-derive/src", "record/field.rs", &texts);
}

/// Fails when a line of code of a crate contains one of these texts outside of a folder or file.
fn assert_only_in(sources: &str, place: &str, texts: &[&str]) {
    let root = workspace().join(sources);
    let mut found = Vec::new();
    for file in rust_files(&root) {
        if file.starts_with(root.join(place)) {
            continue;
        }
        for (number, line) in code_lines(&file) {
            if texts.iter().any(|text| line.contains(text)) {
                found.push(format!("{}:{number}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "this belongs into {place}:\n{}", found.join("\n"));
}
