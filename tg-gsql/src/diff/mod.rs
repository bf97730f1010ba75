//! The differences between two catalogs, as data and as text.
//!
//! One catalog is the actual one (`have`), the other the expected one (`want`). Types are compared
//! by name: a rename is never guessed, only taken from a [`Rename`].
//!
//! ```
//! use tg_gsql::{apply::script, diff};
//!
//! let have = script("CREATE VERTEX A (PRIMARY_ID id STRING) CREATE GRAPH g (A)").catalog;
//! let want = script("CREATE VERTEX A (PRIMARY_ID id STRING, n INT) CREATE GRAPH g (A)").catalog;
//! let differences = diff::graph(&have, &want, "g", &[]);
//! assert_eq!(differences.len(), 1);
//! assert_eq!(differences[0].to_string(), "vertex `A`: attribute `n INT` is missing");
//! ```

mod attributes;
mod difference;
mod rename;
mod side;
mod text;
mod types;

pub use difference::{Change, Difference, Subject};
pub use rename::{Rename, Renamed};

use crate::model::Catalog;
use side::Side;

/// Returns the differences in one graph: whether it exists, its types, and the tuples that they
/// use. Empty if all that is equal; the order of the types does not matter.
///
/// A default that equals the type's own default counts as none. The ends of an undirected edge may
/// be in either order. Pairs of a global edge type that join vertex types outside of the graph do
/// not count, nor do tuples that no expected type uses.
#[must_use]
pub fn graph(have: &Catalog, want: &Catalog, graph: &str, renames: &[Rename]) -> Vec<Difference> {
    let mut found = Vec::new();
    let subject = || Subject::Graph(graph.to_owned());
    match (have.graph(graph), want.graph(graph)) {
        (None, Some(_)) => found.push(Difference::new(subject(), Change::Missing)),
        (Some(_), None) => found.push(Difference::new(subject(), Change::Extra)),
        _ => {}
    }
    let want_side = Side::of_graph(want, graph);
    for tuple in want.tuples.iter().filter(|tuple| want_side.uses_tuple(&tuple.name)) {
        types::tuple(have.tuple(&tuple.name), Some(tuple), &mut found);
    }
    types::compare(&Side::of_graph(have, graph), &want_side, renames, &mut found);
    found
}

/// Returns the differences in whole catalogs: tuples, global types, and graphs with their content.
#[must_use]
pub fn catalog(have: &Catalog, want: &Catalog, renames: &[Rename]) -> Vec<Difference> {
    let mut found = Vec::new();
    for tuple in &have.tuples {
        types::tuple(Some(tuple), want.tuple(&tuple.name), &mut found);
    }
    for tuple in want.tuples.iter().filter(|tuple| have.tuple(&tuple.name).is_none()) {
        types::tuple(None, Some(tuple), &mut found);
    }
    types::compare(&Side::global(have), &Side::global(want), renames, &mut found);
    for known in have.graphs.iter().filter(|graph| want.graph(&graph.name).is_none()) {
        found.push(Difference::new(Subject::Graph(known.name.clone()), Change::Extra));
    }
    for graph in &want.graphs {
        if have.graph(&graph.name).is_none() {
            found.push(Difference::new(Subject::Graph(graph.name.clone()), Change::Missing));
        }
        let mut have = Side::of_graph(have, &graph.name);
        let mut want = Side::of_graph(want, &graph.name);
        // Global types were compared above; this compares what is a member of one graph alone.
        Side::leave_out_global(&mut have, &mut want);
        let from = found.len();
        types::compare(&have, &want, renames, &mut found);
        for difference in &mut found[from..] {
            difference.graph = Some(graph.name.clone());
        }
    }
    found
}
