//! The changes of a query, which are applied at its end.

use crate::store::{Batch, Change, EdgeWrite, VertexWrite};

/// The changes in the order of the statements.
#[derive(Debug, Default)]
pub(crate) struct Changes(Vec<Change>);

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_inner(self) -> Vec<Change> {
        self.0
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn push(&mut self, change: Change) {
        self.0.push(change);
    }

    pub(super) fn vertex(&mut self, write: VertexWrite, insert: bool) {
        let batch = Batch { vertices: vec![write], edges: Vec::new() };
        self.push(if insert { Change::Insert(batch) } else { Change::Update(batch) });
    }

    pub(super) fn edge(&mut self, write: EdgeWrite, insert: bool) {
        let batch = Batch { vertices: Vec::new(), edges: vec![write] };
        self.push(if insert { Change::Insert(batch) } else { Change::Update(batch) });
    }
}
