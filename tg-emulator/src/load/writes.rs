//! The writes and deletions of lines.

use crate::store::{
    Batch, Conditions, EdgeView, EdgeWrite, End, Graphs, Key, Value, VertexTypeId, VertexWrite,
};

/// The writes and deletions of some lines. They were checked against the schema with which the
/// lines were read.
#[derive(Debug, Default)]
pub(super) struct Writes {
    /// One batch per set of conditions. Most jobs have one.
    batches: Vec<(Conditions, Batch)>,
    deletions: Vec<Deletion>,
}

/// A deletion by a line.
#[derive(Debug)]
pub(super) enum Deletion {
    Vertex {
        ty: VertexTypeId,
        key: Key,
    },
    /// Edges of a vertex, restricted by edge type, target and discriminator.
    Edges {
        view: Option<EdgeView>,
        from: End,
        to: Option<End>,
        discriminator: Vec<Value>,
    },
}

impl Writes {
    pub(super) fn vertex(&mut self, conditions: Conditions, write: VertexWrite) {
        self.batch(conditions).vertices.push(write);
    }

    pub(super) fn edge(&mut self, conditions: Conditions, write: EdgeWrite) {
        self.batch(conditions).edges.push(write);
    }

    pub(super) fn delete(&mut self, deletion: Deletion) {
        self.deletions.push(deletion);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.batches.is_empty() && self.deletions.is_empty()
    }

    fn batch(&mut self, conditions: Conditions) -> &mut Batch {
        let known = self.batches.iter().position(|(known, _)| *known == conditions);
        let at = known.unwrap_or_else(|| {
            self.batches.push((conditions, Batch::default()));
            self.batches.len() - 1
        });
        &mut self.batches[at].1
    }

    /// Applies all writes and deletions. The caller holds the lock of the store, so that readers
    /// see all of them or none.
    pub(super) fn apply(self, graphs: &mut Graphs) {
        for (conditions, batch) in self.batches {
            graphs.apply(batch, conditions);
        }
        for deletion in self.deletions {
            deletion.apply(graphs);
        }
    }
}

impl Deletion {
    fn apply(self, graphs: &mut Graphs) {
        match self {
            Self::Vertex { ty, key } => {
                if let Some(at) = graphs.find_vertex(ty, &key.text) {
                    graphs.remove_vertex(at, false);
                }
            }
            Self::Edges { view, from, to, discriminator } => {
                let Some(at) = graphs.find_vertex(from.ty, &from.key.text) else { return };
                let target = match &to {
                    Some(to) => match graphs.find_vertex(to.ty, &to.key.text) {
                        Some(target) => Some(target),
                        None => return,
                    },
                    None => None,
                };
                let edges: Vec<_> = graphs
                    .visible_edges(at)
                    .filter(|visible_edge| view.is_none_or(|view| view == visible_edge.view))
                    .filter(|visible_edge| target.is_none_or(|target| target == visible_edge.other))
                    .filter(|visible_edge| {
                        discriminator.is_empty()
                            || visible_edge.edge.values.starts_with(&discriminator)
                    })
                    .map(|visible_edge| visible_edge.at)
                    .collect();
                for edge in edges {
                    graphs.remove_edge(edge);
                }
            }
        }
    }
}
