//! SELECT blocks.

use super::{Expr, Path, Statement};
use crate::syntax::{Name, Span};

/// `SELECT ... FROM ...` and its clauses.
#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    /// The projection.
    pub projection: Projection,
    /// The patterns, joined on the aliases that they share.
    pub from: Vec<Path>,
    /// `SAMPLE`
    pub sample: Option<Sample>,
    /// `WHERE`
    pub filter: Option<Expr>,
    /// `PER` before ACCUM.
    pub per: Option<Per>,
    /// The statements of `ACCUM`.
    pub accum: Vec<Statement>,
    /// Each `POST-ACCUM`.
    pub post_accum: Vec<PostAccum>,
    /// `GROUP BY`
    pub group_by: Vec<Expr>,
    /// `HAVING`
    pub having: Option<Expr>,
    /// `ORDER BY`
    pub order_by: Vec<OrderKey>,
    /// `LIMIT` and `OFFSET`
    pub limit: Limit,
    /// All of it.
    pub span: Span,
}

/// The projection of a SELECT.
#[derive(Debug, Clone, PartialEq)]
pub enum Projection {
    /// The vertices of an alias.
    Alias(Name),
    /// `[DISTINCT] columns INTO table`
    Table {
        /// `DISTINCT`
        distinct: bool,
        /// The columns.
        columns: Vec<Column>,
        /// The table.
        into: Name,
    },
}

/// A column of a table: `expr [AS name]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its value.
    pub value: Expr,
    /// `AS`
    pub name: Option<Name>,
}

/// `SAMPLE n [%] EDGE|TARGET [PINNED] WHEN condition`
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The number, or the fraction.
    pub amount: Expr,
    /// `%`
    pub percent: bool,
    /// The kind of rows.
    pub kind: SampleKind,
    /// `WHEN`
    pub condition: Expr,
}

/// The kind of rows that are sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SampleKind {
    /// `EDGE`
    Edge,
    /// `TARGET`
    Target,
    /// `TARGET PINNED`
    TargetPinned,
}

/// The unit for which ACCUM runs once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Per {
    /// `PER (a, b)`: each combination of the aliases.
    Aliases(Vec<Name>),
    /// `PER MATCH`
    Match,
}

/// `POST-ACCUM [(alias)] statements`
#[derive(Debug, Clone, PartialEq)]
pub struct PostAccum {
    /// The alias in parentheses.
    pub alias: Option<Name>,
    /// The statements for each vertex.
    pub body: Vec<Statement>,
    /// All of it.
    pub span: Span,
}

/// `expr [ASC|DESC]`
#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    /// The compared value.
    pub value: Expr,
    /// `DESC`
    pub descending: bool,
}

/// `LIMIT n`, `LIMIT skip, n`, `LIMIT n OFFSET skip`, `OFFSET skip`
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limit {
    /// The maximal number of results.
    pub count: Option<Expr>,
    /// The number of rows to skip before them.
    pub skip: Option<Expr>,
}
