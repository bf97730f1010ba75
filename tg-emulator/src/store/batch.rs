//! Batches of checked writes, and their outcome.

use std::collections::HashSet;

use super::graph::{Graphs, VertexRef};
use super::key::Key;
use super::op::Op;
use super::schema::{EdgeTypeId, VertexTypeId};
use super::value::Value;

/// The writes of one request. They were checked against the schema, so their application cannot
/// fail.
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
    /// `true` if the request used the reverse type, so that its source is `to`.
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

/// The change of one column.
#[derive(Debug)]
pub(crate) struct Update {
    pub(crate) column: usize,
    pub(crate) op: Op,
    pub(crate) value: Value,
}

/// The conditions under which a write is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Conditions {
    pub(crate) new_vertex_only: bool,
    pub(crate) update_vertex_only: bool,
    pub(crate) source_must_exist: bool,
    pub(crate) target_must_exist: bool,
}

/// The outcome of a batch.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) accepted_vertices: usize,
    pub(crate) accepted_edges: usize,
    /// Vertices that did not meet a condition, in the order of the request.
    pub(crate) skipped_vertices: Vec<(VertexTypeId, Box<str>)>,
    pub(crate) skipped_edges: usize,
    /// Ends that had to exist but do not, without duplicates, in the order of the request.
    pub(crate) missing_ends: Vec<(VertexTypeId, Box<str>)>,
}

impl Graphs {
    /// Applies a batch: first the vertices, then the edges, each in order.
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
        let must_skip = match found {
            Ok(_) => conditions.new_vertex_only,
            Err(_) => conditions.update_vertex_only,
        };
        if must_skip {
            out.skipped_vertices.push((ty, key.text));
            return;
        }
        let (at, is_new) = match found {
            Ok(at) => (at, false),
            Err(_) if self.is_banned(ty, &key.text) => return,
            Err(vacant) => (self.insert_vertex(vacant, ty, key), true),
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
        // The ends of an undirected edge are interchangeable.
        if !self.schema.edge(ty).directed {
            (source_must, target_must) = (source_must || target_must, source_must || target_must);
        }
        let (source, target) = if reversed { (&to, &from) } else { (&from, &to) };
        let mut end_is_missing = false;
        for (end, must) in [(source, source_must), (target, target_must)] {
            if must && self.find_vertex(end.ty, &end.key.text).is_none() {
                end_is_missing = true;
                if missing.insert((end.ty, end.key.text.clone())) {
                    out.missing_ends.push((end.ty, end.key.text.clone()));
                }
            }
        }
        if end_is_missing {
            out.skipped_edges += 1;
            return;
        }
        if [&from, &to].iter().any(|end| self.is_end_banned(end)) {
            return;
        }
        let (from, to) = (self.find_or_insert_end(from), self.find_or_insert_end(to));
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

    /// Returns `true` if an end cannot be created because its id was deleted permanently.
    fn is_end_banned(&self, end: &End) -> bool {
        self.is_banned(end.ty, &end.key.text)
    }

    /// Returns the vertex at an end, and creates it with defaults if it does not exist.
    fn find_or_insert_end(&mut self, End { ty, key }: End) -> VertexRef {
        match self.look_up_vertex(ty, &key.text) {
            Ok(at) => at,
            Err(vacant) => self.insert_vertex(vacant, ty, key),
        }
    }
}
