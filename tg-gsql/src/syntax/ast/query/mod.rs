//! A query as it was written, every part with its place in the query's own text.
//!
//! The tree is not resolved: a name may be a parameter, a variable, a set or a type. Keywords and
//! the names of accumulators' types are recognised; functions and methods are names.

mod data;
mod expr;
mod pattern;
mod select;
mod shell;
mod statement;
mod table;
mod types;
mod walk;

pub use data::{Delete, Insert, InsertColumns, InsertInto, InsertValue, Update};
pub use expr::{
    Aggregate, Case, Constant, Expr, ExprKind, InExpr, LikeExpr, Op, Seed, Trim, TrimSide,
};
pub use pattern::{
    Arrow, ClassicPath, EdgeAtom, EdgeStep, EdgeTerm, GqlDirection, GqlEdge, GqlNode, GqlPath, Hop,
    Path, Property, Repeat, TypeItem, VertexStep,
};
pub use select::{Column, Limit, OrderKey, Per, PostAccum, Projection, Sample, SampleKind, Select};
pub use shell::{DataColumns, DataEdge, DataRows, DataSelect, DataStatement, DataTarget, Upsert};
pub use statement::{
    AccumulatorDecl, Assign, AssignOp, Branch, Foreach, If, Iteration, LoadAccum, Print, PrintItem,
    Range, Statement, StatementKind, Switch, Target, Try, Value, Variable,
};
pub use table::{Join, JoinKind, TableStatement};
pub use types::{Accumulator, Field, Heap, HeapKey, Type, TypeKind};

use super::cypher::Cypher;
use crate::syntax::{Name, Span, Spanned};

/// `CREATE QUERY` or `INTERPRET QUERY`: the header and the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The name, dotted for a query in a package; none for an interpreted one.
    pub name: Option<Name>,
    /// `OR REPLACE`
    pub or_replace: bool,
    /// The words before `QUERY`.
    pub modifiers: Modifiers,
    /// The parameters, in order.
    pub parameters: Vec<Parameter>,
    /// The graph of `FOR GRAPH`.
    pub graph: Option<Name>,
    /// The type of `RETURNS (...)`, which makes the query a subquery.
    pub returns: Option<Type>,
    /// The text of `API (...)`, without quotes.
    pub api: Option<Name>,
    /// The text of `SYNTAX ...`, without quotes: `v1`, `v2`, `v3` in any case.
    pub syntax: Option<Name>,
    /// The body of the query.
    pub body: Body,
    /// The body's place, braces included.
    pub body_span: Span,
}

/// The words between `CREATE` and `QUERY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modifiers {
    /// `BATCH`, an old word without an effect.
    pub batch: bool,
    /// `DISTRIBUTED`
    pub distributed: bool,
    /// `OPENCYPHER`: the body is of another language.
    pub opencypher: bool,
    /// `TEMPLATE`
    pub template: bool,
}

/// A parameter: `type name [= default]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name.
    pub name: Name,
    /// The type.
    pub ty: Type,
    /// The default, a constant.
    pub default: Option<Spanned<Constant>>,
}

/// The body in braces.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Statements.
    Gsql(Vec<Statement>),
    /// Clauses of openCypher.
    OpenCypher(Cypher),
}

impl Query {
    /// Returns the statements of the body; empty for openCypher.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        match &self.body {
            Body::Gsql(statements) => statements,
            Body::OpenCypher(_) => &[],
        }
    }

    /// Returns the parameter of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name.value == name)
    }
}
