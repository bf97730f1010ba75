//! What is more than servers, or this crate, take.

use super::Checker;
use crate::finding::Rule;
use crate::syntax::Span;

/// A vertex or an edge with all its attributes has 10 MB at most.
const MOST_BYTES: u64 = 10 * 1024 * 1024;

/// Every vertex type with every other in a schema of 500.
const MOST_PAIRS: usize = 250_000;

impl Checker<'_> {
    /// Whether a value of so many bytes, or characters, fits into a vertex or an edge.
    pub(super) fn size_fits(&mut self, size: u64, span: Span) -> bool {
        let fits = size <= MOST_BYTES;
        if !fits {
            let message = format!("no vertex or edge holds a value of {size} bytes");
            let help = "all attributes of one together have 10 MB at most";
            self.error_with_help(Rule::Limit, span, message, help);
        }
        fits
    }

    /// Whether an edge type may join so many pairs; `*` may stand for very many types.
    pub(super) fn pairs_fit(&mut self, pairs: usize, span: Span) -> bool {
        let fits = pairs <= MOST_PAIRS;
        if !fits {
            let message = format!("an edge type joins at most {MOST_PAIRS} pairs of types");
            let help = "name the vertex types instead of `*`, or make several edge types";
            self.error_with_help(Rule::Limit, span, message, help);
        }
        fits
    }
}
