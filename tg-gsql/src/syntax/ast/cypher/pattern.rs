//! Patterns of `MATCH` and `CREATE`.

use super::Expr;
use crate::syntax::ast::query::{GqlDirection, Repeat};
use crate::syntax::{Name, Span};

/// Nodes and edges between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The first node.
    pub start: Node,
    /// Each edge with the node after it.
    pub steps: Vec<(Edge, Node)>,
    /// All of it.
    pub span: Span,
}

impl Pattern {
    /// Returns the nodes, in order.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        std::iter::once(&self.start).chain(self.steps.iter().map(|(_, node)| node))
    }
}

/// `(variable:Label {attribute: value})`
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The variable.
    pub variable: Option<Name>,
    /// The labels, which are vertex types; empty for any vertex.
    pub labels: Vec<Name>,
    /// Attributes and their values.
    pub properties: Vec<Property>,
    /// All of it, parentheses included.
    pub span: Span,
}

/// `-[variable:TYPE*1..3 {attribute: value}]->`
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The direction: one of [`Right`](GqlDirection::Right), [`Left`](GqlDirection::Left) and
    /// [`Any`](GqlDirection::Any); `<-[]->` has either direction too.
    pub direction: GqlDirection,
    /// The variable.
    pub variable: Option<Name>,
    /// The types; empty for any edge.
    pub types: Vec<Name>,
    /// The number of edges that follow each other.
    pub repeat: Option<Repeat>,
    /// Attributes and their values.
    pub properties: Vec<Property>,
    /// All of it.
    pub span: Span,
}

/// `attribute: value`
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// The attribute.
    pub name: Name,
    /// The value.
    pub value: Expr,
}
