//! Compiled queries: every name is a slot, a column or a function.

mod cypher;
mod expr;
mod load;
mod pattern;
mod select;
mod statement;
mod tables;
mod vector;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tg_gsql::query::Position;
use tg_gsql::syntax::Span;

pub(super) use cypher::{
    CreatedField, CypherCase, CypherNode, CypherQuery, CypherStep, Elements, Part,
};
pub(super) use expr::{
    Attribute, Degree, DegreeOf, Entry, Evaluate, Filtered, GetAttr, NestedMethod, Node, Place,
    QueryCall, Read, SeedNode, SlotName,
};
pub(super) use load::{LineColumn, Lines, SelectVertex};
pub(super) use pattern::{
    Direction, EdgeAtomNode, EdgeNode, Hop, NameNode, Source, Step, TermNode, Ways,
};
pub(super) use select::{
    Added, Aggregate, AggregateKind, Block, Merge, Post, PostGroup, Projection, Sample, Select,
    SelectInto, Sort, Tail,
};
pub(super) use statement::{
    DeleteNode, EndType, Foreach, InsertNode, InsertType, Over, Print, PrintColumn, PrintItem,
    Range, SetTypes, Stmt, Target, UpdateNode,
};
pub(super) use tables::{Second, TableInput, TableRows, TableStmt};
pub(super) use vector::{VectorOf, VectorSearch};

use super::accum::{AccumType, Global};
use super::ty::Ty;
use crate::store::SharedSchema;

/// The place of a variable, alias or parameter in the frame of a run.
pub(super) type Slot = usize;

/// A query that is compiled for one version of the schema.
#[derive(Debug)]
pub(super) struct Plan {
    /// The text of the query, for messages.
    pub(super) text: Arc<str>,
    /// The schema with the virtual edges of the query, if it has any.
    pub(super) schema: Option<SharedSchema>,
    /// The variables, aliases and parameters. The parameters come first, in their order.
    pub(super) slots: Vec<SlotName>,
    /// The types of the parameters.
    pub(super) parameters: Vec<Ty>,
    pub(super) returns: Option<Returns>,
    /// The types of the global accumulators, and of those of vertices and edges.
    pub(super) globals: Vec<AccumName>,
    pub(super) vertex_accums: Vec<AccumName>,
    pub(super) edge_accums: Vec<AccumName>,
    /// The number of [`Node::Once`].
    pub(super) once: usize,
    pub(super) body: Vec<Stmt>,
    /// The STATIC accumulators after the last run, by their numbers.
    pub(super) statics: Mutex<BTreeMap<usize, Global>>,
    /// The constructs that cannot be run. Such a plan is not run.
    pub(super) problems: Vec<Unsupported>,
}

/// The type after RETURNS.
#[derive(Debug, Clone)]
pub(super) enum Returns {
    Value(Ty),
    /// The values of accumulators are those that the query returns.
    Accum(Arc<AccumType>),
}

/// The name and the type of an accumulator.
#[derive(Debug, Clone)]
pub(super) struct AccumName {
    pub(super) name: Arc<str>,
    pub(super) ty: Arc<AccumType>,
}

/// A construct that cannot be run, or a mistake that only compilation finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unsupported {
    pub(super) span: Span,
    /// A sentence without the full stop.
    pub(super) what: String,
    /// The position in the text that the user wrote.
    pub(super) place: Position,
    /// `true` for a mistake, for which a server makes the query a draft.
    pub(super) is_mistake: bool,
}

impl Unsupported {
    pub(super) fn message(&self) -> String {
        format!("SEMANTIC ERROR: line {} {}.", self.place, self.what)
    }
}
