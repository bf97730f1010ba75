//! The data statements of the shell.

use crate::finding::Finding;
use crate::syntax::ast::query::DataStatement;
use crate::syntax::parse_data_statement;

/// The result of parsing a data statement.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedData {
    /// The statement; none if there is an error.
    pub statement: Option<DataStatement>,
    /// The mistakes; spans are of the statement's text.
    pub findings: Vec<Finding>,
}

/// Reads a text that is one `UPSERT`, `SELECT` or `DELETE` of the shell. In a script it is opaque
/// text: [`Family::Data`](crate::syntax::ast::Family::Data).
///
/// ```
/// use tg_gsql::query::data_statement;
/// use tg_gsql::syntax::ast::query::DataStatement;
///
/// let parsed = data_statement("UPSERT Person -(Knows)-> Person VALUES (\"a\", \"b\", 3)");
/// let Some(DataStatement::Upsert(upsert)) = parsed.statement else { panic!() };
/// assert_eq!(upsert.values.len(), 3);
/// ```
#[must_use]
pub fn data_statement(text: &str) -> ParsedData {
    let (statement, findings) = parse_data_statement(text);
    let statement = statement.filter(|_| !findings.iter().any(Finding::is_error));
    ParsedData { statement, findings }
}
