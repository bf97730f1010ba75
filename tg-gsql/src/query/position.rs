//! Positions in a query's text, as the server counts them.

use std::fmt;

use crate::syntax::Span;

/// A line, counted from 1, and a column in characters, counted from 0, as the server's parser
/// gives them: `line 5:2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line, the first being 1.
    pub line: usize,
    /// The column, the first being 0.
    pub column: usize,
}

impl Position {
    /// Returns the position at which the span begins.
    #[must_use]
    pub fn of(text: &str, span: Span) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        Self { line, column }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
