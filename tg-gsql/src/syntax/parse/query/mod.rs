//! Queries: recursive descent, one file per family of clauses. Parsing ends at the first mistake,
//! and unknown syntax is rejected.

mod argument;
mod block;
mod control;
mod cypher;
mod data;
mod declare;
mod escape;
mod expr;
mod gql;
mod header;
mod pattern;
mod print;
mod select;
mod shell;
mod statement;
mod table;
mod types;

pub use types::is_type_word;

use std::ops::{Deref, DerefMut};

use super::cursor::{Cursor, Parse, Reported};
use crate::finding::{Finding, Rule};
use crate::syntax::Span;
use crate::syntax::ast::query::{DataStatement, Query};

/// The maximal nesting of expressions and blocks.
const MAX_DEPTH: usize = 50;

/// Reads a text that is one query.
pub(crate) fn parse(text: &str) -> (Option<Query>, Vec<Finding>) {
    let mut reader = Reader::new(text);
    let query = reader.whole_query().ok();
    (query, reader.into_findings())
}

/// Reads a text that is one data statement of the shell.
pub(crate) fn parse_data(text: &str) -> (Option<DataStatement>, Vec<Finding>) {
    let mut reader = Reader::new(text);
    let statement = reader.data_statement().ok();
    (statement, reader.into_findings())
}

/// A position in the tokens of a query, and the state of the parser.
struct Reader<'a> {
    cursor: Cursor<'a>,
    /// The current nesting of expressions and blocks.
    depth: usize,
    /// `true` if an `IF` after `ELSE` shares the `END` of the one before it; `None` if only the
    /// line determines it.
    else_if_chains: Option<bool>,
    /// The names of the parameters.
    parameters: Vec<String>,
    /// The names of the accumulator types that the query defines.
    accumulator_types: Vec<String>,
}

impl<'a> Deref for Reader<'a> {
    type Target = Cursor<'a>;

    fn deref(&self) -> &Cursor<'a> {
        &self.cursor
    }
}

impl<'a> DerefMut for Reader<'a> {
    fn deref_mut(&mut self) -> &mut Cursor<'a> {
        &mut self.cursor
    }
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let cursor = Cursor::of_query(text);
        let else_if_chains = control::else_if_chains(cursor.tokens());
        let (parameters, accumulator_types) = (Vec::new(), Vec::new());
        Self { cursor, depth: 0, else_if_chains, parameters, accumulator_types }
    }

    fn into_findings(mut self) -> Vec<Finding> {
        self.report_open_comment();
        self.cursor.into_findings()
    }

    /// Goes one level deeper; the caller ends it with [`shallower`](Self::shallower).
    fn deeper(&mut self) -> Parse<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} nested expressions or blocks");
            let finding = Finding::new(Rule::TooDeep, self.peek().span, message);
            return Err(self.report(finding));
        }
        Ok(())
    }

    /// Reports a mistake at the span.
    fn reject(&mut self, span: Span, message: String) -> Reported {
        self.report(Finding::new(Rule::Syntax, span, message))
    }

    fn shallower(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}
