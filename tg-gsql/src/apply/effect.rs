//! The effects of a statement, for a store that contains data.

use crate::model::{Attribute, EdgeType, EndpointPair, VertexType};

/// One change of a catalog.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// A tuple is new.
    TupleAdded(String),
    /// A tuple is dropped; nothing used it.
    TupleDropped(String),
    /// A type is new. A local one is also a member of its graph.
    TypeAdded(TypeRef),
    /// A type is dropped, and all vertices or edges of it.
    TypeDropped(TypeRef),
    /// New attributes at the end of a type's list. Existing vertices or edges get the defaults.
    AttributesAdded {
        /// The type.
        of: TypeRef,
        /// The attributes.
        attributes: Vec<Attribute>,
    },
    /// Attributes are dropped, and their values.
    AttributesDropped {
        /// The type.
        of: TypeRef,
        /// The attributes.
        names: Vec<String>,
    },
    /// An edge type joins more pairs of vertex types.
    PairsAdded {
        /// The type.
        of: TypeRef,
        /// The new pairs.
        pairs: Vec<EndpointPair>,
    },
    /// A vertex type has a new index.
    IndexAdded {
        /// The type.
        of: TypeRef,
        /// The name of the index.
        name: String,
    },
    /// An index is dropped.
    IndexDropped {
        /// The type.
        of: TypeRef,
        /// The name of the index.
        name: String,
    },
    /// A vertex type has a new vector attribute; no vertex has a value for it.
    VectorAdded {
        /// The type.
        of: TypeRef,
        /// The name of the attribute.
        name: String,
    },
    /// A vector attribute is dropped, and its values.
    VectorDropped {
        /// The type.
        of: TypeRef,
        /// The name of the attribute.
        name: String,
    },
    /// A graph is new.
    GraphAdded(String),
    /// A graph is dropped; its local types have been dropped before.
    GraphDropped(String),
    /// A graph contains a global type, and all that exists of it.
    TypeJoined {
        /// The type.
        of: TypeRef,
        /// The graph.
        graph: String,
    },
    /// A graph no longer contains a global type. The vertices or edges of the type remain.
    TypeLeft {
        /// The type.
        of: TypeRef,
        /// The graph.
        graph: String,
    },
    /// Every type and graph is dropped.
    Cleared,
}

/// A vertex or edge type: its name alone may be that of several local ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// The kind of type.
    pub kind: TypeKind,
    /// Its name.
    pub name: String,
    /// The graph that owns it; `None` for a global one.
    pub local_to: Option<String>,
}

impl TypeRef {
    pub(super) fn is_vertex(&self, vertex: &VertexType) -> bool {
        self.is(TypeKind::Vertex, &vertex.name, vertex.local_to.as_ref())
    }

    pub(super) fn is_edge(&self, edge: &EdgeType) -> bool {
        self.is(TypeKind::Edge, &edge.name, edge.local_to.as_ref())
    }

    fn is(&self, kind: TypeKind, name: &str, local_to: Option<&String>) -> bool {
        self.kind == kind && self.name == name && self.local_to.as_ref() == local_to
    }
}

impl From<&VertexType> for TypeRef {
    fn from(vertex: &VertexType) -> Self {
        let (name, local_to) = (vertex.name.clone(), vertex.local_to.clone());
        Self { kind: TypeKind::Vertex, name, local_to }
    }
}

impl From<&EdgeType> for TypeRef {
    fn from(edge: &EdgeType) -> Self {
        let (name, local_to) = (edge.name.clone(), edge.local_to.clone());
        Self { kind: TypeKind::Edge, name, local_to }
    }
}

/// The kind of type that a [`TypeRef`] refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TypeKind {
    /// A vertex type.
    Vertex,
    /// An edge type.
    Edge,
}
