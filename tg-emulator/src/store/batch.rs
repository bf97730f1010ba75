//! Writes that have been checked, and what becomes of them.

use std::collections::HashSet;

use super::graph::{Graphs, VertexRef};
use super::key::Key;
use super::op::Op;
use super::schema::{EdgeTypeId, VertexTypeId};
use super::value::Value;

/// The writes of one request. All of them fit the schema, so all of them can be applied.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) vertices: Vec<VertexWrite>,
    pub(crate) edges: Vec<EdgeWrite>,
}

/// One vertex to insert or update.
#[derive(Debug)]
pub(crate) struct VertexWrite {
    pub(crate) ty: VertexTypeId,
    pub(crate) key: Key,
    pub(crate) updates: Vec<Update>,
}

/// One edge to insert or update.
#[derive(Debug)]
pub(crate) struct EdgeWrite {
    pub(crate) ty: EdgeTypeId,
    pub(crate) from: End,
    pub(crate) to: End,
    /// Whether the request named the reverse type, and so the far end first.
    pub(crate) reversed: bool,
    pub(crate) discriminator: Box<[Value]>,
    pub(crate) updates: Vec<Update>,
}

/// One end of an edge to write.
#[derive(Debug, Clone)]
pub(crate) struct End {
    pub(crate) ty: VertexTypeId,
    pub(crate) key: Key,
}

/// What to do to one column.
#[derive(Debug)]
pub(crate) struct Update {
    pub(crate) column: usize,
    pub(crate) op: Op,
    pub(crate) value: Value,
}

/// What must be there, or must not, for a write to be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Conditions {
    pub(crate) new_vertex_only: bool,
    pub(crate) update_vertex_only: bool,
    pub(crate) source_must_exist: bool,
    pub(crate) target_must_exist: bool,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) accepted_vertices: usize,
    pub(crate) accepted_edges: usize,
    /// Vertices that a condition kept out, in the order of the request.
    pub(crate) skipped_vertices: Vec<(VertexTypeId, Box<str>)>,
    pub(crate) skipped_edges: usize,
    /// Ends that were missing where they had to exist, each once, in the order met.
    pub(crate) missing_ends: Vec<(VertexTypeId, Box<str>)>,
}

impl Graphs {
    /// Applies a batch: the vertices, then the edges, each in order.
    pub(crate) fn apply(&mut self, batch: Batch, conditions: Conditions) -> Outcome {
        let mut outcome = Outcome::default();
        for write in batch.vertices {
            self.write_vertex(write, conditions, &mut outcome);
        }
        let mut missing = HashSet::new();
        for write in batch.edges {
            self.write_edge(write, conditions, &mut outcome, &mut missing);
        }
        outcome
    }

    fn write_vertex(&mut self, write: VertexWrite, conditions: Conditions, out: &mut Outcome) {
        let VertexWrite { ty, key, updates } = write;
        let found = self.look_up_vertex(ty, &key.text);
        let unwanted = match found {
            Ok(_) => conditions.new_vertex_only,
            Err(_) => conditions.update_vertex_only,
        };
        if unwanted {
            out.skipped_vertices.push((ty, key.text));
            return;
        }
        let (at, is_new) = match found {
            Ok(at) => (at, false),
            Err(_) if self.is_banned(ty, &key.text) => return,
            Err(gap) => (self.insert_vertex(gap, ty, key), true),
        };
        if let Some(vertex) = self.vertices[usize::from(ty.0)].get_mut(at.slot) {
            let columns = &self.schema.vertex(ty).columns;
            for Update { column, op, value } in updates {
                let op = if is_new { Op::Overwrite } else { op };
                op.apply(&columns[column].ty, &mut vertex.values[column], value);
            }
        }
        out.accepted_vertices += 1;
    }

    fn write_edge(
        &mut self,
        write: EdgeWrite,
        conditions: Conditions,
        out: &mut Outcome,
        missing: &mut HashSet<(VertexTypeId, Box<str>)>,
    ) {
        let EdgeWrite { ty, from, to, reversed, discriminator, updates } = write;
        let (mut source_must, mut target_must) =
            (conditions.source_must_exist, conditions.target_must_exist);
        if !self.schema.edge(ty).directed {
            (source_must, target_must) = (source_must || target_must, source_must || target_must);
        }
        let (source, target) = if reversed { (&to, &from) } else { (&from, &to) };
        let mut refused = false;
        for (end, must) in [(source, source_must), (target, target_must)] {
            if must && self.find_vertex(end.ty, &end.key.text).is_none() {
                refused = true;
                if missing.insert((end.ty, end.key.text.clone())) {
                    out.missing_ends.push((end.ty, end.key.text.clone()));
                }
            }
        }
        if refused {
            out.skipped_edges += 1;
            return;
        }
        if [&from, &to].iter().any(|end| self.is_lost(end)) {
            return;
        }
        let (from, to) = (self.end(from), self.end(to));
        let (at, is_new) = match self.find_edge(ty, from, to, &discriminator) {
            Some(at) => (at, false),
            None => (self.insert_edge(ty, from, to, &discriminator), true),
        };
        if let Some(edge) = self.edges[usize::from(ty.0)].get_mut(at.slot) {
            let columns = &self.schema.edge(ty).columns;
            for Update { column, op, value } in updates {
                let op = if is_new { Op::Overwrite } else { op };
                op.apply(&columns[column].ty, &mut edge.values[column], value);
            }
        }
        out.accepted_edges += 1;
    }

    /// Whether an end can neither be found nor made, because its id was deleted for good.
    fn is_lost(&self, end: &End) -> bool {
        self.is_banned(end.ty, &end.key.text)
    }

    /// The vertex at an end, made with defaults if it is not there.
    fn end(&mut self, End { ty, key }: End) -> VertexRef {
        match self.look_up_vertex(ty, &key.text) {
            Ok(at) => at,
            Err(gap) => self.insert_vertex(gap, ty, key),
        }
    }
}
