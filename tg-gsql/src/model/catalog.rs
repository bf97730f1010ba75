//! The whole of what a server knows: global types, local types, graphs.

use super::{EdgeType, TupleType, VertexType};

/// Every type and graph, in the order of declaration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalog {
    /// Tuples; visible in all graphs.
    pub tuples: Vec<TupleType>,
    /// Vertex types, global and local.
    pub vertices: Vec<VertexType>,
    /// Edge types, global and local. Reverse types have no entry of their own.
    pub edges: Vec<EdgeType>,
    /// The graphs.
    pub graphs: Vec<Graph>,
}

/// A graph: a name and the types that it contains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// The name, case-sensitive.
    pub name: String,
    /// The vertex types that it contains, global or local to it.
    pub vertices: Vec<String>,
    /// The edge types that it contains, global or local to it. Reverse types are implied.
    pub edges: Vec<String>,
}
