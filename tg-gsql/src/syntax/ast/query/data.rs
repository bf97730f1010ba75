//! Statements that change the graph.

use super::{Expr, Path, Statement};
use crate::syntax::Name;

/// `INSERT INTO type (columns) VALUES (values)`
#[derive(Debug, Clone, PartialEq)]
pub struct Insert {
    /// The type.
    pub into: InsertInto,
    /// The columns; without them the ids and all attributes, in the order of the schema.
    pub columns: Option<InsertColumns>,
    /// The values.
    pub values: Vec<InsertValue>,
}

/// The type that is inserted into.
#[derive(Debug, Clone, PartialEq)]
pub enum InsertInto {
    /// A type, or a STRING that names one.
    Name(Name),
    /// `EDGE name`: a STRING that names an edge type.
    Edge(Name),
    /// `VERTEX name`: a STRING that names a vertex type.
    Vertex(Name),
}

/// `(PRIMARY_ID, a, b)`, `(FROM, TO, DISCRIMINATOR(d), a)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertColumns {
    /// `true` if they begin with FROM and TO instead of PRIMARY_ID.
    pub edge: bool,
    /// The names in `DISCRIMINATOR (...)`, whose values are in its place.
    pub discriminator: Vec<Name>,
    /// The number of `attributes` before the discriminator.
    pub before_discriminator: usize,
    /// The attributes.
    pub attributes: Vec<Name>,
}

/// A value of an INSERT: `expr [type]`, or `_`.
#[derive(Debug, Clone, PartialEq)]
pub struct InsertValue {
    /// The value; `_` is [`ExprKind::Underscore`](super::ExprKind::Underscore).
    pub value: Expr,
    /// The vertex type of an endpoint.
    pub vertex_type: Option<Name>,
}

/// `UPDATE alias FROM path SET statements [WHERE condition]`
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The alias of the changed rows.
    pub alias: Name,
    /// The patterns.
    pub from: Vec<Path>,
    /// The changes.
    pub set: Vec<Statement>,
    /// `WHERE`
    pub filter: Option<Expr>,
}

/// `DELETE alias FROM path [WHERE condition]`
#[derive(Debug, Clone, PartialEq)]
pub struct Delete {
    /// The alias of the deleted rows.
    pub alias: Name,
    /// The patterns.
    pub from: Vec<Path>,
    /// `WHERE`
    pub filter: Option<Expr>,
}
