//! Recursive descent, one file per family of statements.
//!
//! A text yields all its statements and findings: after a mistake the parser continues with the
//! next attribute, the next step of a job, or the next statement.

mod attribute;
mod create;
mod cursor;
mod drop;
mod edge;
mod graph;
mod job;

#[cfg(feature = "loading")]
mod loading;
mod opaque;
#[cfg(feature = "query")]
mod query;
mod query_text;
mod recover;
mod session;
mod statement;
mod tuple;
mod vertex;

use super::ast::Statement;
use super::{Span, Spanned};
use crate::finding::Finding;
use cursor::Cursor;
#[cfg(feature = "query")]
pub use query::is_type_word;
#[cfg(feature = "query")]
pub(crate) use query::{parse as parse_query, parse_data as parse_data_statement};

/// The result of parsing a script.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The statements in the order of the text. One with a mistake in it is among them, as far as
    /// it could be parsed, or as [`Statement::Broken`].
    pub statements: Vec<Spanned<Statement>>,
    /// The mistakes. Every finding lies within the span of a statement.
    pub findings: Vec<Finding>,
}

impl Parsed {
    /// Returns `true` if there are no errors; there may be warnings.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        !self.findings.iter().any(Finding::is_error)
    }

    /// Returns the errors within a span, which prevent a statement from being run.
    pub fn errors_in(&self, span: Span) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |it| it.is_error() && span.covers(it.span))
    }
}

/// Parses a script. Any text gives a result.
///
/// ```
/// use tg_gsql::syntax::{ast::Statement, parse};
///
/// let parsed = parse("CREATE VERTEX Depot (PRIMARY_ID code STRING, city STRING)");
/// assert!(parsed.is_ok());
/// assert!(matches!(&parsed.statements[0].value, Statement::CreateVertex(depot)
///     if depot.name.value == "Depot"));
///
/// let parsed = parse("CREATE VERTEX Depot (PRIMARY_ID STRING) CREATE GRPH g(*)");
/// assert_eq!(parsed.statements.len(), 2);
/// assert_eq!(parsed.findings.len(), 2);
/// ```
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let mut cursor = Cursor::new(text);
    let mut statements = Vec::new();
    while let Some(start) = cursor.next_statement() {
        let value = cursor.statement().unwrap_or_else(|_| {
            cursor.skip_statement(start);
            Statement::Broken
        });
        statements.push(Spanned { value, span: cursor.span_from(start) });
    }
    cursor.report_open_comment();
    Parsed { statements, findings: cursor.into_findings() }
}
