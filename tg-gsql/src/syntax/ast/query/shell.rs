//! The data statements of the shell: `UPSERT`, `SELECT` and `DELETE` outside of queries.

use super::{Expr, InsertValue, OrderKey, Query};
use crate::syntax::{Name, Span};

/// A statement about data.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DataStatement {
    /// `UPSERT type VALUES (...)`
    Upsert(Upsert),
    /// `SELECT columns FROM type ...`
    Select(DataSelect),
    /// `DELETE FROM type ...`
    Delete(DataRows),
    /// `[LET declarations IN] SELECT columns FROM (s:S) ...`, as an interpreted query. It assigns
    /// `Result_Vertex_Set` or selects into `Result_Table`, and prints it and the global
    /// accumulators.
    Block(Box<Query>),
}

/// `UPSERT type VALUES (...)`
#[derive(Debug, Clone, PartialEq)]
pub struct Upsert {
    /// The target.
    pub into: DataTarget,
    /// The ids and the values of the attributes, in the order of the schema.
    pub values: Vec<InsertValue>,
    /// From the first `(` of the values to the last `)`.
    pub values_span: Span,
}

/// The target of a statement about data.
#[derive(Debug, Clone, PartialEq)]
pub struct DataTarget {
    /// A vertex type, or the type that edges leave; none for `*`, `ANY` and `_`.
    pub vertex: Option<Name>,
    /// `type:alias`
    pub alias: Option<Name>,
    /// An edge type and the type that it reaches.
    pub edge: Option<DataEdge>,
}

/// `-(edge:alias)-> vertex:alias`
#[derive(Debug, Clone, PartialEq)]
pub struct DataEdge {
    /// The edge type; none for `()`, `*`, `ANY` and `_`.
    pub edge: Option<Name>,
    /// The alias of the edge.
    pub alias: Option<Name>,
    /// The vertex type that is reached; none for `*`, `ANY`, `_` and nothing.
    pub to: Option<Name>,
    /// The alias of the vertex that is reached.
    pub to_alias: Option<Name>,
}

/// `SELECT columns FROM type [WHERE condition] [ORDER BY keys] [LIMIT n]`
#[derive(Debug, Clone, PartialEq)]
pub struct DataSelect {
    /// The columns.
    pub columns: DataColumns,
    /// Of which.
    pub rows: DataRows,
}

/// The columns of a SELECT of the shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataColumns {
    /// `*`
    All,
    /// `count()`, `count(*)`
    Count,
    /// Attributes.
    Named(Vec<Name>),
}

/// The vertices or edges that a statement applies to.
#[derive(Debug, Clone, PartialEq)]
pub struct DataRows {
    /// The types.
    pub from: DataTarget,
    /// `WHERE`
    pub filter: Option<Expr>,
    /// `ORDER BY`
    pub order_by: Vec<OrderKey>,
    /// `LIMIT`
    pub limit: Option<u64>,
}
