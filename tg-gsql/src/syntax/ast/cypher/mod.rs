//! openCypher: the body of `CREATE OPENCYPHER QUERY`.
//!
//! The tree is not resolved: a name may be a variable that no clause binds, a label may be a type
//! that does not exist.

mod expr;
mod pattern;
mod walk;

pub use expr::{Comprehension, Expr, ExprKind, Op, Quantifier};
pub use pattern::{Edge, Node, Pattern, Property};

use crate::syntax::{Name, Span};

/// The clauses of a body, in parts that `UNION` joins.
#[derive(Debug, Clone, PartialEq)]
pub struct Cypher {
    /// The clauses before the first `UNION`.
    pub first: Vec<Clause>,
    /// Each `UNION` with the clauses after it.
    pub unions: Vec<Union>,
}

/// `UNION [ALL]` and the clauses after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// `ALL`: equal rows are kept.
    pub all: bool,
    /// The word `UNION`.
    pub span: Span,
    /// The clauses.
    pub clauses: Vec<Clause>,
}

impl Cypher {
    /// Returns the clauses of each part.
    pub fn parts(&self) -> impl Iterator<Item = &[Clause]> {
        std::iter::once(&*self.first).chain(self.unions.iter().map(|union| &*union.clauses))
    }
}

/// A clause and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The kind of clause.
    pub kind: ClauseKind,
    /// All of it.
    pub span: Span,
}

/// A clause.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ClauseKind {
    /// `MATCH`
    Match(Match),
    /// `UNWIND list AS name`
    Unwind {
        /// The list.
        list: Expr,
        /// The variable for its elements.
        name: Name,
    },
    /// `WITH`
    With(Projection),
    /// `RETURN`
    Return(Projection),
    /// `CREATE`
    Create(Vec<Pattern>),
    /// `SET`
    Set(Vec<SetItem>),
    /// `[DETACH] DELETE`
    Delete {
        /// `DETACH`: the edges of a vertex are deleted with it.
        detach: bool,
        /// The deleted vertices and edges.
        items: Vec<Expr>,
    },
}

/// `[OPTIONAL | MANDATORY] MATCH pattern, pattern [WHERE condition]`
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The meaning of rows without a match.
    pub kind: MatchKind,
    /// The patterns, joined on the variables that they share.
    pub patterns: Vec<Pattern>,
    /// `WHERE`
    pub filter: Option<Expr>,
}

/// The meaning of a row for which a pattern has no match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchKind {
    /// `MATCH`: the row is dropped.
    Plain,
    /// `OPTIONAL MATCH`: the new variables are null.
    Optional,
    /// `MANDATORY MATCH`: the query fails.
    Mandatory,
}

/// The columns of `WITH` or `RETURN`, and the clauses after them.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// `DISTINCT`
    pub distinct: bool,
    /// `*`: all variables, before the other columns.
    pub all: Option<Span>,
    /// The columns.
    pub items: Vec<Item>,
    /// `ORDER BY`
    pub order_by: Vec<OrderKey>,
    /// `SKIP`
    pub skip: Option<Expr>,
    /// `LIMIT`
    pub limit: Option<Expr>,
    /// The `WHERE` of a `WITH`.
    pub filter: Option<Expr>,
}

/// `value [AS name]`
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The value.
    pub value: Expr,
    /// The name after `AS`.
    pub name: Option<Name>,
}

/// An expression of `ORDER BY`.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    /// The expression.
    pub value: Expr,
    /// `DESC`, `DESCENDING`
    pub descending: bool,
}

/// `variable.attribute = value`
#[derive(Debug, Clone, PartialEq)]
pub struct SetItem {
    /// The vertex or edge.
    pub variable: Name,
    /// The attribute.
    pub attribute: Name,
    /// The value.
    pub value: Expr,
}
