//! Each public method of the official client's connection is called by a table, or excluded with a
//! reason, and has its row in the documentation.

use std::collections::BTreeSet;

use crate::python;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/from-pytigergraph.md");

const NAMES: &str = "
from pyTigerGraph import TigerGraphConnection as T
print(*(n for n in dir(T) if not n.startswith('_') and callable(getattr(T, n))))
";

/// Not called, because it starts a server of another project.
const NOT_CALLED: [&str; 1] = ["start_mcp_server"];

pub(crate) fn names() -> BTreeSet<String> {
    python::run(NAMES, &[]).split_whitespace().map(str::to_owned).collect()
}

/// Returns the methods that have a row of their own, with the text of the row.
fn rows(document: &str) -> Vec<(&str, &str)> {
    document
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(name, rest)| (name.split('(').next().unwrap_or(name), rest))
        .collect()
}

pub(crate) fn every_name_has_a_row() {
    let names = names();
    assert_eq!(names.len(), 144, "{names:?}");
    let document = std::fs::read_to_string(DOCUMENT).unwrap();
    let rows = rows(&document);
    let listed: BTreeSet<String> = rows.iter().map(|(name, _)| (*name).to_owned()).collect();
    let missing: Vec<_> = names.difference(&listed).collect();
    let unknown: Vec<_> = listed.difference(&names).collect();
    assert!(missing.is_empty(), "without a row in docs/from-pytigergraph.md: {missing:?}");
    assert!(unknown.is_empty(), "rows of methods that the client lacks: {unknown:?}");
    assert_eq!(rows.len(), names.len(), "a method has one row");
    let empty: Vec<_> = rows.iter().filter(|(_, rest)| rest.trim().len() < 10).collect();
    assert!(empty.is_empty(), "rows that say nothing: {empty:?}");
}

/// Checks `called`, the methods that the tables of both halves have called.
pub(crate) fn every_name_is_called(called: &BTreeSet<String>) {
    let names = names();
    let forgotten: Vec<_> = names
        .iter()
        .filter(|name| !called.contains(*name) && !NOT_CALLED.contains(&name.as_str()))
        .filter(|name| name.as_str() != "close")
        .collect();
    assert!(forgotten.is_empty(), "no table calls {forgotten:?}");
}
