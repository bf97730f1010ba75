//! Changes of a query, which are applied in order and together.

use super::batch::{Batch, Conditions};
use super::graph::Graphs;
use super::schema::{EdgeTypeId, VertexTypeId};
use super::value::Value;

/// A change that was checked against the schema, so that its application cannot fail.
#[derive(Debug)]
pub(crate) enum Change {
    /// Vertices and edges to insert or update.
    Insert(Batch),
    /// Vertices and edges to update, if they still exist.
    Update(Batch),
    DeleteVertex(VertexTypeId, Box<str>),
    DeleteEdge {
        ty: EdgeTypeId,
        from: (VertexTypeId, Box<str>),
        to: (VertexTypeId, Box<str>),
        discriminator: Box<[Value]>,
    },
}

impl Graphs {
    /// Applies changes in order.
    pub(crate) fn apply_changes(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Insert(batch) => _ = self.apply(batch, Conditions::default()),
                Change::Update(batch) => {
                    let conditions = Conditions {
                        update_vertex_only: true,
                        source_must_exist: true,
                        target_must_exist: true,
                        ..Conditions::default()
                    };
                    let _ = self.apply(batch, conditions);
                }
                Change::DeleteVertex(ty, id) => {
                    if let Some(at) = self.find_vertex(ty, &id) {
                        self.remove_vertex(at, false);
                    }
                }
                Change::DeleteEdge { ty, from, to, discriminator } => {
                    let ends = (self.find_vertex(from.0, &from.1), self.find_vertex(to.0, &to.1));
                    let found = match ends {
                        (Some(from), Some(to)) => self.find_edge(ty, from, to, &discriminator),
                        _ => None,
                    };
                    if let Some(at) = found {
                        self.remove_edge(at);
                    }
                }
            }
        }
    }
}
