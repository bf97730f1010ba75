//! Patterns of FROM: the classic ones (`S:s -(E>:e)- T:t`), and those of GQL
//! (`(s:S) -[e:E]-> (t:T)`).

use super::Expr;
use crate::syntax::{Name, Span};

/// A pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum Path {
    /// `S:s -(E>:e)- T:t`, of the syntax versions 1 and 2.
    Classic(ClassicPath),
    /// `(s:S) -[e:E]-> (t:T)`, of version 3.
    Gql(GqlPath),
}

impl Path {
    /// Returns the aliases of vertices and edges.
    pub fn aliases(&self) -> impl Iterator<Item = &Name> {
        let (classic, gql) = match self {
            Self::Classic(path) => (Some(path), None),
            Self::Gql(path) => (None, Some(path)),
        };
        let classic = classic.into_iter().flat_map(|path| {
            let hops = path.hops.iter().flat_map(|hop| [&hop.edge.alias, &hop.to.alias]);
            std::iter::once(&path.start.alias).chain(hops)
        });
        let gql = gql.into_iter().flat_map(|path| {
            let steps = path.steps.iter().flat_map(|(edge, node)| [&edge.alias, &node.alias]);
            std::iter::once(&path.start.alias).chain(steps)
        });
        classic.chain(gql).flatten()
    }
}

/// A vertex and the hops from it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassicPath {
    /// The first vertex.
    pub start: VertexStep,
    /// Each edge with the vertex after it.
    pub hops: Vec<Hop>,
    /// All of it.
    pub span: Span,
}

/// `[types] [:alias]`
#[derive(Debug, Clone, PartialEq)]
pub struct VertexStep {
    /// Vertex types, sets, parameters, accumulators; empty for any vertex.
    pub items: Vec<TypeItem>,
    /// The alias.
    pub alias: Option<Name>,
    /// The whole step; empty where it is omitted.
    pub span: Span,
}

/// An edge and the vertex after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hop {
    /// The edge.
    pub edge: EdgeStep,
    /// `true` if `->` follows the edge, the form of version 1.
    pub arrow: bool,
    /// The vertex.
    pub to: VertexStep,
}

/// The content of the parentheses of a hop.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeStep {
    /// One term, or several that `.` joins into one hop; empty for any edge in any direction.
    pub terms: Vec<EdgeTerm>,
    /// The alias.
    pub alias: Option<Name>,
    /// All of it, parentheses included.
    pub span: Span,
}

/// Alternatives, and how often: `(A>|<B)*1..3`.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeTerm {
    /// The alternatives.
    pub atoms: Vec<EdgeAtom>,
    /// `*`
    pub repeat: Option<Repeat>,
}

/// One alternative: `E`, `E>`, `<E`.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeAtom {
    /// The arrow.
    pub arrow: Arrow,
    /// The type.
    pub item: TypeItem,
}

/// The arrow of an edge in a classic pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arrow {
    /// `E`
    None,
    /// `E>`
    Right,
    /// `<E`
    Left,
}

/// The number of repetitions of a hop, both bounds included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Repeat {
    /// The least; 0 for `*` alone.
    pub least: u64,
    /// The most; none for no bound.
    pub most: Option<u64>,
}

/// An alternative in the type of a vertex or edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeItem {
    /// `ANY`
    Any(Span),
    /// `_`
    Underscore(Span),
    /// A type, vertex set or parameter.
    Name(Name),
    /// `@@name`
    Global(Name),
}

/// Nodes and edges between them.
#[derive(Debug, Clone, PartialEq)]
pub struct GqlPath {
    /// The first node.
    pub start: GqlNode,
    /// Each edge with the node after it.
    pub steps: Vec<(GqlEdge, GqlNode)>,
    /// All of it.
    pub span: Span,
}

/// `(alias:label {property: value} WHERE condition)`
#[derive(Debug, Clone, PartialEq)]
pub struct GqlNode {
    /// The alias.
    pub alias: Option<Name>,
    /// The labels; empty for any vertex.
    pub labels: Vec<TypeItem>,
    /// Attributes that must have a value.
    pub properties: Vec<Property>,
    /// `WHERE`
    pub filter: Option<Expr>,
    /// All of it, parentheses included.
    pub span: Span,
}

/// `-[alias:label {property: value} WHERE condition]->`
#[derive(Debug, Clone, PartialEq)]
pub struct GqlEdge {
    /// The direction.
    pub direction: GqlDirection,
    /// The alias.
    pub alias: Option<Name>,
    /// The labels; empty for any edge.
    pub labels: Vec<TypeItem>,
    /// The repetitions, within the brackets (`*1..3`) or after the arrow (`{1,3}`, `*`, `+`).
    pub repeat: Option<Repeat>,
    /// Attributes that must have a value.
    pub properties: Vec<Property>,
    /// `WHERE`
    pub filter: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// The edges that a GQL edge matches, relative to the node on its left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GqlDirection {
    /// `-[]->`: leaving.
    Right,
    /// `<-[]-`: arriving.
    Left,
    /// `-[]-`: leaving, arriving or undirected.
    Any,
    /// `<-[]->`: leaving or arriving.
    LeftOrRight,
    /// `~[]~`: undirected.
    Undirected,
    /// `<~[]~`: arriving or undirected.
    LeftOrUndirected,
    /// `~[]~>`: leaving or undirected.
    RightOrUndirected,
}

/// `name: value`
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// The attribute.
    pub name: Name,
    /// The value.
    pub value: Expr,
}
