//! Patterns of FROM.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::Repeat;

use super::{Node, Slot};
use crate::store::{EdgeView, VertexTypeId};

/// The vertices that a step can match.
#[derive(Debug, Clone, Default)]
pub(in crate::eval) struct Source {
    /// Names in the query that contain vertices or names of types.
    pub(in crate::eval) values: Vec<NameNode>,
    pub(in crate::eval) types: Vec<VertexTypeId>,
}

/// A value that names types, or contains vertices.
#[derive(Debug, Clone)]
pub(in crate::eval) enum NameNode {
    Slot(Slot, Span),
    Global(usize, Span),
}

/// A step of a pattern. Each binds a slot, or tests one that is bound.
#[derive(Debug)]
pub(in crate::eval) enum Step {
    Scan {
        slot: Slot,
        source: Source,
    },
    /// A vertex that an earlier step has bound.
    Check {
        slot: Slot,
        source: Source,
    },
    Hop(Box<Hop>),
    /// A condition that can be tested before the other steps.
    Filter(Node),
}

/// An edge and the vertex at its other end.
#[derive(Debug)]
pub(in crate::eval) struct Hop {
    pub(in crate::eval) from: Slot,
    pub(in crate::eval) edge: EdgeNode,
    pub(in crate::eval) edge_slot: Option<Slot>,
    pub(in crate::eval) to: Slot,
    pub(in crate::eval) source: Source,
    /// `true` if an earlier step has bound `to`.
    pub(in crate::eval) bound: bool,
    /// The variable or conditions of the edges of a repeated hop, in openCypher.
    pub(in crate::eval) ways: Option<Ways>,
}

/// The edges of a repeated hop, one by one.
#[derive(Debug)]
pub(in crate::eval) struct Ways {
    /// The slot of their list.
    pub(in crate::eval) slot: Slot,
    /// The slot of an edge while it is tested.
    pub(in crate::eval) edge: Slot,
    /// The condition that each edge must meet.
    pub(in crate::eval) test: Option<(Node, Span)>,
    /// `true` if the pattern has the edges in the other order.
    pub(in crate::eval) is_backward: bool,
}

/// The edges of a hop: terms that follow each other.
#[derive(Debug)]
pub(in crate::eval) struct EdgeNode(pub(in crate::eval) Vec<TermNode>);

/// Alternatives, and how often they are followed.
#[derive(Debug)]
pub(in crate::eval) struct TermNode {
    pub(in crate::eval) atoms: Vec<EdgeAtomNode>,
    pub(in crate::eval) repeat: Option<Repeat>,
}

/// One alternative.
#[derive(Debug)]
pub(in crate::eval) enum EdgeAtomNode {
    /// Every edge, in either direction.
    Any,
    /// Undirected edges and outgoing ones: the meaning of a version 1 pattern without types.
    Outward,
    /// Every edge with one of these directions; reverse types are types of their own.
    Every(Direction),
    /// Edges of one type.
    Typed(EdgeView, Direction),
    /// The types that a value names, or the edges in it. Directed types have the direction,
    /// unless it is `Stored`.
    Named(NameNode, Direction),
}

/// The directions in which an edge is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::eval) struct Direction {
    pub(in crate::eval) outgoing: bool,
    pub(in crate::eval) incoming: bool,
    pub(in crate::eval) undirected: bool,
}

impl Direction {
    pub(in crate::eval) const OUTGOING: Self =
        Self { outgoing: true, incoming: false, undirected: false };
    pub(in crate::eval) const INCOMING: Self =
        Self { outgoing: false, incoming: true, undirected: false };
    pub(in crate::eval) const UNDIRECTED: Self =
        Self { outgoing: false, incoming: false, undirected: true };
    pub(in crate::eval) const OUTWARD: Self =
        Self { outgoing: true, incoming: false, undirected: true };
}
