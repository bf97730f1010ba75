//! Queries as data: a text is [read](parse) as a [`Query`].
//!
//! In a script a query is opaque text ([`QueryText`](crate::syntax::ast::QueryText)); [`parse`]
//! accepts the text of its statement's span.

mod calls;
mod file;
mod infer;
mod interface;
mod key;
mod position;
mod same;
mod shell;
mod signature;
mod virtual_edges;

pub use calls::{called_first, calls, or_replace};
pub use file::{Part, Split, split};
pub(crate) use infer::{Inference, Types, function, is_method, searched};
pub use interface::{
    Context, Interface, PrintedVertex, RETURNED, Times, TupleType, TypedParameter, TypedResult,
    ValueType, interface,
};
pub use key::{expression_key, key};
pub use position::Position;
pub use same::is_same;
pub use shell::{ParsedData, data_statement};
pub use signature::{Input, Output, OutputType, Signature, VertexOutput, signature, spelling};
pub(crate) use virtual_edges::in_own_context;
pub use virtual_edges::with_virtual_edges;

use crate::finding::Finding;
use crate::syntax::ast::query::Query;
use crate::syntax::parse_query;

/// The result of parsing the text of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The query; none if there is an error.
    pub query: Option<Query>,
    /// The mistakes; spans are of the query's text. Parsing ends at the first error.
    pub findings: Vec<Finding>,
}

/// Parses a text that is one `CREATE QUERY` or `INTERPRET QUERY`. Any text gives a result.
///
/// ```
/// use tg_gsql::query::{Position, parse};
///
/// let text = "CREATE QUERY hello(STRING name = \"you\") FOR GRAPH g {\n  PRINT name AS n;\n}";
/// let query = parse(text).query.unwrap();
/// assert_eq!(query.parameters[0].name.value, "name");
/// assert_eq!(query.statements().len(), 1);
///
/// let text = "INTERPRET QUERY () FOR GRAPH g {\n  PRINT ;\n}";
/// let parsed = parse(text);
/// assert_eq!(Position::of(text, parsed.findings[0].span).to_string(), "2:8");
/// ```
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let (query, findings) = parse_query(text);
    let query = query.filter(|_| !findings.iter().any(Finding::is_error));
    Parsed { query, findings }
}
