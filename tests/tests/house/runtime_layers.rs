//! The layers of tg-runtime: each folder uses only those before it.

use std::path::Path;

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
    let root = workspace().join("tg-runtime/src");
    let mut violations = Vec::new();
    for file in rust_files(&root) {
        let layer = folder(&file, &root);
        if ROOT.contains(&layer.as_str()) {
            continue;
        }
        let Some(rank) = rank(&layer) else {
            violations.push(format!("{}: `{layer}` has no place in LAYERS", file.display()));
            continue;
        };
        for (number, line) in code_lines(&file) {
            for used in used_modules(&line) {
                // `crate::Name` reaches the root: only modules have a rank.
                if self::rank(&used).is_some_and(|used| used > rank) {
                    violations.push(format!("{}:{number}: {layer} uses {used}", file.display()));
                }
            }
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// The first component of a file's path below `root`.
fn folder(file: &Path, root: &Path) -> String {
    let relative = file.strip_prefix(root).expect("a file below the root");
    let first = relative.components().next().expect("a path").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|known| *known == layer)
}

/// The modules that a line names after `crate::`, groups in braces included.
fn used_modules(line: &str) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = |text: &str| text.chars().take_while(|c| is_name(*c)).collect::<String>();
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group.split([',', '{', '}']).map(|part| name(part.trim()))),
            None => found.push(name(rest)),
        }
    }
    found
}

#[test]
fn a_use_is_found_in_every_spelling() {
    assert_eq!(used_modules("use crate::client::Client;"), ["client"]);
    assert_eq!(
        used_modules("pub(crate) fn f(x: crate::body::Row) -> crate::Result<()> {"),
        ["body", "Result"]
    );
    assert_eq!(used_modules("use crate::{error::Error, value};")[..2], ["error", "value"]);
}
