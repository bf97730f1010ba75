//! What lines amount to, and its way into the store.

use crate::store::{
    Batch, Conditions, EdgeView, EdgeWrite, End, Graphs, Key, Value, VertexTypeId, VertexWrite,
};

/// What some lines write and delete. All of it fits the schema under which it was read.
#[derive(Debug, Default)]
pub(super) struct Writes {
    /// A batch for each set of conditions; most jobs have one.
    batches: Vec<(Conditions, Batch)>,
    deletions: Vec<Deletion>,
}

/// Something that a line deletes.
#[derive(Debug)]
pub(super) enum Deletion {
    Vertex {
        ty: VertexTypeId,
        key: Key,
    },
    /// Edges of a vertex: of a type, to a vertex, with a discriminator, where these are given.
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

    /// Applies everything, in one step for whoever reads.
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
                let doomed: Vec<_> = graphs
                    .sights(at)
                    .filter(|sight| view.is_none_or(|view| view == sight.view))
                    .filter(|sight| target.is_none_or(|target| target == sight.other))
                    .filter(|sight| {
                        discriminator.is_empty() || sight.edge.values.starts_with(&discriminator)
                    })
                    .map(|sight| sight.at)
                    .collect();
                for edge in doomed {
                    graphs.remove_edge(edge);
                }
            }
        }
    }
}
