//! Limits of servers and of this crate.

use super::Checker;
use crate::finding::Rule;
use crate::syntax::Span;

/// A vertex or an edge with all its attributes has 10 MB at most.
const MAX_BYTES: u64 = 10 * 1024 * 1024;

/// Every vertex type with every other in a schema of 500.
const MAX_PAIRS: usize = 250_000;

impl Checker<'_> {
    /// Checks that a value of this size, in bytes or characters, fits into a vertex or an edge.
    pub(super) fn size_fits(&mut self, size: u64, span: Span) -> bool {
        let fits = size <= MAX_BYTES;
        if !fits {
            let message = format!("a value of {size} bytes does not fit into a vertex or edge");
            let help = "all attributes of a vertex or edge have at most 10 MB together";
            self.error_with_help(Rule::Limit, span, message, help);
        }
        fits
    }

    /// Checks the number of pairs that an edge type joins; `*` may expand to very many types.
    pub(super) fn pairs_fit(&mut self, pairs: usize, span: Span) -> bool {
        let fits = pairs <= MAX_PAIRS;
        if !fits {
            let message = format!("an edge type joins at most {MAX_PAIRS} pairs of types");
            let help = "name the vertex types instead of `*`, or make several edge types";
            self.error_with_help(Rule::Limit, span, message, help);
        }
        fits
    }
}
