//! A schema as the server's JSON, to and from the [`model`](crate::model).
//!
//! The reader accepts the output of all servers and clients: the answer of a server with its
//! envelope or without, of 3.x or 4.x, one graph or a list of them, and the tuples that clients add
//! under `UDTs` because the server's own answer lacks them. Missing members have their defaults,
//! and unknown ones are skipped.
//!
//! ```
//! use tg_gsql::json::{self, Style};
//!
//! let catalog = tg_gsql::apply::script(
//!     "CREATE VERTEX Depot (PRIMARY_ID code STRING, city STRING) CREATE GRAPH goods (*)",
//! )
//! .catalog;
//! for style in [Style::V3, Style::V4, Style::Snapshot] {
//!     assert_eq!(json::read(&json::graph(&catalog, "goods", style)), Ok(catalog.clone()));
//! }
//! ```

mod read;
mod syntax;
mod types;
mod value;
mod write;
mod writer;

use std::fmt;

use crate::model::{Attribute, Catalog, EdgeType, TupleType, VertexType};
use crate::syntax::Span;

pub use write::{catalog, edge, graph, tuple, vertex};
pub use writer::string;

/// The style of a written schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As servers of 3.x do: every flag on every attribute, also those that are false.
    V3,
    /// As servers of 4.x do: only flags that are true.
    V4,
    /// For a file that is compared line by line: as 4.x, on several lines, and with the tuples,
    /// which servers omit, under `UDTs`.
    Snapshot,
}

/// The reason why a text is not a schema: the position, the mistake and the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The position in the document, such as `VertexTypes[0].PrimaryId`; empty for all of it.
    pub path: String,
    /// The position in the text.
    pub span: Span,
    /// The line, from 1.
    pub line: usize,
    /// A description of the mistake: a sentence without its full stop.
    pub message: String,
    /// The remedy, if there is an obvious one.
    pub help: Option<String>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}, ", self.path)?;
        }
        write!(f, "line {}: {}", self.line, self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads the schema of one graph or of several.
///
/// Types that several graphs share must be the same in each of them. An object without `GraphName`
/// contains global types that belong to no graph. A tuple that is not defined remains a name in the
/// types that use it: the server describes tuples elsewhere ([`tuples`]).
///
/// # Errors
///
/// If the text is not JSON, is an answer that reports an error, or contains something that is not a
/// schema.
pub fn read(text: &str) -> Result<Catalog, ReadError> {
    syntax::document(text, read::catalog)
}

/// Reads one vertex type, in the form of the list of them; `graph` owns it if it has `IsLocal`.
///
/// # Errors
///
/// If the text is not JSON, or not a vertex type.
pub fn read_vertex(text: &str, graph: Option<&str>) -> Result<VertexType, ReadError> {
    syntax::document(text, |node| read::vertex(node, graph))
}

/// Reads one edge type, in the form of the list of them; `graph` owns it if it has `IsLocal`. An
/// end without limits remains `*`.
///
/// # Errors
///
/// If the text is not JSON, or not an edge type.
pub fn read_edge(text: &str, graph: Option<&str>) -> Result<EdgeType, ReadError> {
    syntax::document(text, |node| read::edge(node, graph))
}

/// Reads one attribute, in the form of the list of them.
///
/// # Errors
///
/// If the text is not JSON, or not an attribute.
pub fn read_attribute(text: &str) -> Result<Attribute, ReadError> {
    syntax::document(text, types::attribute)
}

/// Reads tuples, a list of them or one: in the form of the answer
/// (`{"name", "fields": [{"fieldName", "fieldType", "length"}]}`), or in that of the request
/// (`{"Name", "TupleElements": [{"name", "AttributeType"}]}`), with an envelope or without.
///
/// # Errors
///
/// If the text is not JSON, or contains something that is not a tuple.
pub fn tuples(text: &str) -> Result<Vec<TupleType>, ReadError> {
    syntax::document(text, read::tuples)
}
