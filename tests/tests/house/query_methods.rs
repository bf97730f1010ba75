//! The names that the method of a query must not have.

use std::fs;

use super::sources::workspace;

#[test]
fn the_macro_knows_the_methods_of_every_graph() {
    let read = |file: &str| fs::read_to_string(workspace().join(file)).unwrap();
    let known = read("tg-derive/src/queries/model.rs");
    for file in ["tg-runtime/src/graph/mod.rs", "tg-derive/src/graph/expand.rs"] {
        for line in read(file).lines().map(str::trim_start) {
            let Some(name) = method(line) else { continue };
            assert!(known.contains(&format!("\"{name}\"")), "{file} has a method `{name}`");
        }
    }
}

/// Returns the name of a method of the graph that the line begins.
fn method(line: &str) -> Option<&str> {
    let line = line.strip_prefix("#vis ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let (name, rest) = line.strip_prefix("fn ")?.split_once(['(', '<'])?;
    (rest.contains("self") || rest.contains("Client")).then_some(name)
}
