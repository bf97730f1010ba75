//! Edge types.

use super::Attribute;

/// An edge type.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeType {
    /// The name, case-sensitive.
    pub name: String,
    /// `true` if the edge has a direction.
    pub directed: bool,
    /// The pairs of vertex types that it may join; at least one.
    pub pairs: Vec<EndpointPair>,
    /// The attributes in declaration order, the discriminator's first.
    pub attributes: Vec<Attribute>,
    /// The number of leading attributes that distinguish parallel edges: 0 without a discriminator.
    pub discriminators: usize,
    /// The name of the reverse type, which a directed edge may have.
    pub reverse: Option<String>,
    /// The graph that owns a local type; `None` for a global one.
    pub local_to: Option<String>,
}

impl EdgeType {
    /// Returns the attribute of this name, including those of the discriminator.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// Returns the attributes that distinguish parallel edges; empty without a discriminator.
    #[must_use]
    pub fn discriminator(&self) -> &[Attribute] {
        &self.attributes[..self.discriminators.min(self.attributes.len())]
    }

    /// Returns the attributes that are not part of the discriminator.
    #[must_use]
    pub fn plain_attributes(&self) -> &[Attribute] {
        &self.attributes[self.discriminators.min(self.attributes.len())..]
    }

    /// Returns `true` if an edge may go from a vertex of type `from` to one of type `to`. The ends
    /// of an undirected edge may be in either order.
    #[must_use]
    pub fn joins(&self, from: &str, to: &str) -> bool {
        self.pairs.iter().any(|pair| {
            (pair.from == from && pair.to == to)
                || (!self.directed && pair.from == to && pair.to == from)
        })
    }

    /// Returns `true` if an edge may begin or end at the vertex type.
    #[must_use]
    pub fn touches(&self, vertex: &str) -> bool {
        self.pairs.iter().any(|pair| pair.from == vertex || pair.to == vertex)
    }
}

/// One pair of vertex types that an edge may join.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EndpointPair {
    /// The vertex type that the edge leaves.
    pub from: String,
    /// The vertex type that the edge reaches.
    pub to: String,
}
