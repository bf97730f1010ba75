//! Copies that the client makes, so that a rename does not lose data.

use super::Loss;

/// Data that is read under an old name and written under a new one. A repetition is harmless, as
/// long as there were no other writes under the new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// The type or attributes that are copied.
    pub what: CopyOf,
    /// Old and new names of the attributes: of a type all of them, otherwise the renamed ones.
    pub attributes: Vec<(String, String)>,
    /// `true` if the new name already exists: from an interrupted plan, or from another writer,
    /// whose values are overwritten.
    pub overwrites: bool,
}

/// The subject of a [`Copy`](struct@Copy).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyOf {
    /// Attributes within a vertex type.
    VertexAttributes(String),
    /// Attributes within an edge type.
    EdgeAttributes(String),
    /// All vertices of a type, into another type.
    Vertices {
        /// The old type.
        old: String,
        /// The new type.
        new: String,
    },
    /// All edges of a type, into another type.
    Edges {
        /// The old type.
        old: String,
        /// The new type.
        new: String,
        /// Old and new names of the vertex types at their ends.
        ends: Vec<(String, String)>,
    },
}

impl Copy {
    /// Returns the new name of something that is dropped under its old one, if this copies it.
    pub(super) fn saves(&self, loss: &Loss) -> Option<&str> {
        match (&self.what, loss) {
            (CopyOf::Vertices { old, new }, Loss::Vertex(name) | Loss::Member(name))
            | (CopyOf::Edges { old, new, .. }, Loss::Edge(name) | Loss::Member(name)) => {
                (old == name).then_some(new)
            }
            (
                CopyOf::VertexAttributes(of) | CopyOf::EdgeAttributes(of),
                Loss::Attribute { of: lost_of, name },
            ) if of == lost_of => {
                let found = self.attributes.iter().find(|(old, _)| old == name);
                found.map(|(_, new)| new.as_str())
            }
            _ => None,
        }
    }
}
