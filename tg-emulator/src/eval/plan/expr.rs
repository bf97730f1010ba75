//! Expressions.

use std::sync::Arc;

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{Op, TrimSide};

use super::{CypherNode, SelectVertex, Slot, VectorSearch};
use crate::eval::Value;
use crate::eval::accum::{Method, ReadMethod};
use crate::eval::compile::Names;
use crate::eval::function::Function;
use crate::eval::like::Pattern;
use crate::eval::ty::{TupleType, Ty};
use crate::store::{EdgeView, Field, Schema, VertexTypeId};

/// A name of a slot, for messages.
#[derive(Debug, Clone)]
pub(in crate::eval) struct SlotName {
    pub(in crate::eval) name: Arc<str>,
    pub(in crate::eval) is_parameter: bool,
    /// `true` for a vertex set, which is empty until it is assigned.
    pub(in crate::eval) is_set: bool,
}

/// The version of an accumulator that an expression reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::eval) enum Read {
    Current,
    /// The one before the clause, if the clause changes the accumulator.
    Before,
}

/// An accumulator.
#[derive(Debug)]
pub(in crate::eval) enum Place {
    Global(usize, Read),
    /// Of a vertex or an edge; the numbers are those of the accumulators of vertices and edges
    /// with the name.
    Item {
        of: Box<Node>,
        vertex: Option<usize>,
        edge: Option<usize>,
        read: Read,
        span: Span,
    },
}

/// An attribute, with its position in each type that has it.
#[derive(Debug)]
pub(in crate::eval) struct Attribute {
    pub(in crate::eval) name: Arc<str>,
    /// By the number of the vertex type.
    pub(in crate::eval) of_vertices: Vec<Option<Field>>,
    /// By the number of the edge type.
    pub(in crate::eval) of_edges: Vec<Option<usize>>,
    /// `true` for `type`.
    pub(in crate::eval) is_type: bool,
}

impl Attribute {
    pub(in crate::eval) fn new(schema: &Schema, name: &str) -> Self {
        let of_vertices = schema.vertex_ids().map(|ty| schema.vertex(ty).readable(name)).collect();
        let of_edges = schema.edge_ids().map(|ty| schema.edge(ty).column(name)).collect();
        let is_type = name.eq_ignore_ascii_case("type");
        Self { name: name.into(), of_vertices, of_edges, is_type }
    }

    /// Returns `true` if a type has the attribute.
    pub(in crate::eval) fn exists(&self) -> bool {
        self.of_vertices.iter().any(Option::is_some) || self.of_edges.iter().any(Option::is_some)
    }
}

/// A member of a vertex set in braces.
#[derive(Debug)]
pub(in crate::eval) enum SeedNode {
    Types(Vec<VertexTypeId>),
    /// A vertex, a collection, a vertex set, or the names of types.
    Of(Node, Span),
}

/// `(k1, k2 -> v1, v2)`
#[derive(Debug)]
pub(in crate::eval) struct Entry {
    pub(in crate::eval) keys: Vec<Node>,
    pub(in crate::eval) values: Vec<Node>,
}

/// A call of another query.
#[derive(Debug)]
pub(in crate::eval) struct QueryCall {
    pub(in crate::eval) name: Arc<str>,
    pub(in crate::eval) arguments: Vec<Node>,
    pub(in crate::eval) span: Span,
}

/// `v.neighbors(..).filter(condition)`, and the like for the other methods about edges of a vertex.
#[derive(Debug)]
pub(in crate::eval) struct Filtered {
    pub(in crate::eval) of: Node,
    pub(in crate::eval) method: Arc<str>,
    pub(in crate::eval) arguments: Vec<Node>,
    /// The slots of an edge and of the vertex at its other end, which the condition reads.
    pub(in crate::eval) edge: Slot,
    pub(in crate::eval) other: Slot,
    pub(in crate::eval) condition: (Node, Span),
    pub(in crate::eval) span: Span,
}

/// `evaluate(text, type)`
#[derive(Debug)]
pub(in crate::eval) struct Evaluate {
    pub(in crate::eval) text: (Node, Span),
    pub(in crate::eval) ty: Option<Ty>,
    pub(in crate::eval) names: Names,
}

/// `of.outdegree(types)`
#[derive(Debug)]
pub(in crate::eval) struct Degree {
    pub(in crate::eval) of: Node,
    pub(in crate::eval) types: DegreeOf,
    pub(in crate::eval) span: Span,
}

/// `of.getAttr(name, "TYPE")`
#[derive(Debug)]
pub(in crate::eval) struct GetAttr {
    pub(in crate::eval) of: Node,
    pub(in crate::eval) name: Node,
    /// The type that the attribute is converted to, and its name in the query.
    pub(in crate::eval) ty: Option<(Ty, Arc<str>)>,
    pub(in crate::eval) span: Span,
}

/// `place.get(keys).method(arguments)`, where the value of `get` is an accumulator too.
#[derive(Debug)]
pub(in crate::eval) struct NestedMethod {
    pub(in crate::eval) place: Place,
    /// The keys of each `get`, and in a group the position of the value.
    pub(in crate::eval) steps: Vec<(Vec<Node>, usize)>,
    pub(in crate::eval) method: ReadMethod,
    pub(in crate::eval) arguments: Vec<Node>,
}

/// The edges that a degree counts.
#[derive(Debug)]
pub(in crate::eval) enum DegreeOf {
    /// All that are visible from the vertex.
    All,
    /// Those of a type; none if it does not exist.
    Type(Arc<[EdgeView]>),
    /// Those of the types that a value names.
    Named(Node),
}

/// An expression.
#[derive(Debug)]
pub(in crate::eval) enum Node {
    Constant(Value),
    /// A value that is the same in all iterations of the innermost loop of a clause, with its
    /// number in the query.
    Once(usize, Box<Node>),
    /// An expression that can mostly be computed with plain values.
    Plain(Box<Node>),
    Degree(Box<Degree>),
    /// `count(a INTERSECT b)`
    CountCommon(Box<(Node, Node)>),
    /// A variable, alias or parameter.
    Slot(Slot, Span),
    Accum(Place),
    /// `@@a[i][j]`
    Cell(Place, Vec<Node>),
    Attribute(Box<Node>, Arc<Attribute>, Span),
    /// An attribute by a name that the query computes.
    GetAttr(Box<GetAttr>),
    Function {
        function: Function,
        arguments: Vec<Node>,
        name: Arc<str>,
        span: Span,
    },
    Query(Box<QueryCall>),
    Tuple(Arc<TupleType>, Vec<Node>),
    /// A method of an accumulator.
    AccumMethod(Place, Method, Vec<Node>),
    /// A method of an accumulator within another one: `@@m.get(k).size()`.
    NestedMethod(Box<NestedMethod>),
    /// A method of a value that is not an accumulator.
    Method {
        of: Box<Node>,
        method: Arc<str>,
        arguments: Vec<Node>,
        span: Span,
    },
    Negative(Box<Node>, Span),
    Not(Box<Node>, Span),
    /// Operands of AND, each with its place.
    And(Vec<(Node, Span)>),
    Or(Vec<(Node, Span)>),
    Binary(Op, Box<(Node, Node)>),
    In {
        operand: Box<Node>,
        among: Box<Node>,
        negated: bool,
        single: bool,
        span: Span,
    },
    Like {
        operand: Box<Node>,
        pattern: Arc<Pattern>,
        negated: bool,
        span: Span,
    },
    LikeOf {
        operand: Box<Node>,
        pattern: Box<Node>,
        escape: Option<Box<Node>>,
        negated: bool,
        span: Span,
    },
    Between {
        operands: Box<(Node, Node, Node)>,
        negated: bool,
    },
    /// A test for NULL: only parameters can be NULL.
    IsNull(Slot, bool),
    /// The parameters that can be NULL with the type of the first, and the other arguments.
    Coalesce(Vec<Node>, Option<Ty>),
    Bag(Vec<Node>),
    List(Vec<Node>),
    Entry(Box<Entry>),
    /// The operand, the branches and ELSE.
    Case(Option<Box<Node>>, Vec<(Node, Node, Span)>, Option<Box<Node>>),
    Seeds(Vec<SeedNode>),
    Index(Box<(Node, Node)>, Span),
    /// `datetime_add` or `datetime_sub`: the time, the amount, and the unit in seconds, or months.
    Shift {
        of: Box<(Node, Node)>,
        unit: (i64, i64),
        span: Span,
    },
    Trim(TrimSide, Option<Box<Node>>, Box<Node>, Span),
    /// `reset_collection_accum(@a)`
    ResetAccum(usize),
    VectorSearch(Box<VectorSearch>),
    Filtered(Box<Filtered>),
    Evaluate(Box<Evaluate>),
    SelectVertex(Box<SelectVertex>),
    Cypher(Box<CypherNode>),
    /// A construct that cannot be run.
    Unsupported,
}
