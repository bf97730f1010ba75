//! openCypher. Its expressions have values of their own where GSQL has none: null.

use std::sync::Arc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::cypher::{MatchKind, Op, Quantifier};

use super::{Attribute, InsertNode, Node, Projection, Slot, Step};
use crate::eval::Value;
use crate::eval::function::Function;
use crate::eval::value::FieldNames;
use crate::store::{EdgeView, Field, VertexTypeId};

/// A query: parts whose rows are the rows of the query.
#[derive(Debug)]
pub(in crate::eval) struct CypherQuery {
    pub(in crate::eval) parts: Vec<Part>,
    /// The columns of the printed table; `None` without RETURN.
    pub(in crate::eval) columns: Option<FieldNames>,
}

/// The clauses of a part.
#[derive(Debug)]
pub(in crate::eval) struct Part {
    pub(in crate::eval) clauses: Vec<CypherStep>,
    /// `true` if the rows of this part and of all before it are unique.
    pub(in crate::eval) distinct: bool,
}

/// A clause, or a part of one.
#[derive(Debug)]
pub(in crate::eval) enum CypherStep {
    Match {
        kind: MatchKind,
        steps: Vec<Step>,
        filter: Option<(Node, Span)>,
        /// The slots that the patterns bind.
        slots: Vec<Slot>,
        span: Span,
    },
    Unwind {
        list: (Node, Span),
        slot: Slot,
    },
    /// WITH and RETURN: the rows before them end here.
    Project(Box<Projection>),
    /// The WHERE of a WITH.
    Filter(Node, Span),
    /// A value that later clauses need: the key of a vertex that is created.
    Bind(Slot, Node),
    /// CREATE
    Insert(InsertNode),
    Set {
        slot: Slot,
        attribute: Arc<Attribute>,
        value: Node,
        span: Span,
    },
    Delete(Slot, Span),
}

/// An expression. Its value can be null.
#[derive(Debug)]
pub(in crate::eval) enum CypherNode {
    Constant(Value),
    Slot(Slot),
    /// An attribute of a vertex or edge, or an entry of a map.
    Property(Box<CypherNode>, Arc<Attribute>, Span),
    Created(Box<CreatedField>),
    HasLabels(Box<CypherNode>, Vec<VertexTypeId>, Vec<EdgeView>),
    Function {
        function: Function,
        arguments: Vec<CypherNode>,
        name: Arc<str>,
        span: Span,
    },
    Coalesce(Vec<CypherNode>),
    /// The argument of an aggregate of numbers.
    Number(Box<CypherNode>, Span),
    Negative(Box<CypherNode>, Span),
    Not(Box<CypherNode>, Span),
    /// Operands of AND, OR or XOR.
    Logic(Op, Vec<(CypherNode, Span)>),
    /// Comparisons, each with the operand before it.
    Compare(Box<CypherNode>, Vec<(Op, CypherNode)>),
    /// Other operators, from left to right.
    Chain(Box<CypherNode>, Vec<(Op, CypherNode)>, Span),
    IsNull(Box<CypherNode>, bool),
    List(Vec<CypherNode>),
    Map(Vec<(Arc<str>, CypherNode)>),
    Index(Box<(CypherNode, CypherNode)>, Span),
    Slice(Box<CypherNode>, Option<Box<CypherNode>>, Option<Box<CypherNode>>, Span),
    Comprehension(Box<Elements>),
    Quantified(Quantifier, Box<Elements>),
    Case(Box<CypherCase>),
    /// `true` if a condition is, and not if it is null.
    IsTrue(Box<CypherNode>, Span),
}

/// An attribute of a vertex that the query creates, as it is after the query.
#[derive(Debug, Clone)]
pub(in crate::eval) struct CreatedField {
    pub(in crate::eval) ty: VertexTypeId,
    pub(in crate::eval) field: Field,
    pub(in crate::eval) id: Slot,
    pub(in crate::eval) given: Option<Slot>,
}

/// The elements of a list that meet a condition.
#[derive(Debug)]
pub(in crate::eval) struct Elements {
    pub(in crate::eval) list: CypherNode,
    pub(in crate::eval) slot: Slot,
    pub(in crate::eval) filter: Option<CypherNode>,
    pub(in crate::eval) value: Option<CypherNode>,
    pub(in crate::eval) span: Span,
}

/// CASE
#[derive(Debug)]
pub(in crate::eval) struct CypherCase {
    pub(in crate::eval) operand: Option<CypherNode>,
    pub(in crate::eval) branches: Vec<(CypherNode, CypherNode, Span)>,
    pub(in crate::eval) otherwise: Option<CypherNode>,
}
