//! The body of an upsert.

mod attributes;
mod edges;
#[cfg(feature = "client")]
mod lines;
#[cfg(feature = "client")]
mod rows;
mod vertices;

use std::mem;

use crate::schema::{AsId, Connects, Edge, EndpointId, Vertex};
use crate::value::{EncodeError, Encoder, IdText};
use edges::Edges;
#[cfg(feature = "client")]
pub(crate) use lines::{LineFile, LinePart, LinesOf};
#[cfg(feature = "client")]
pub(crate) use rows::{RowBody, RowWithEnd};
use vertices::Vertices;

/// The body of an upsert: any number of vertices and edges, of any types.
///
/// Vertices are grouped by type and edges by source and target type, as the grammar of the body
/// requires; otherwise they keep their order. A vertex or edge that cannot be sent exactly is an
/// error and is not added. One body serves many batches, and keeps its memory. It borrows the names
/// of the types, which are constants unless a schema that was read has them.
#[derive(Debug, Clone, Default)]
pub struct UpsertBody<'n> {
    vertices: Vertices<'n>,
    edges: Edges<'n>,
    id: IdText,
    last: Option<Last>,
    /// Some value is added to the stored one, so that a second time changes it again.
    adds: bool,
}

/// The vertex or edge that was written last.
#[derive(Debug, Clone, Copy)]
enum Last {
    Vertex(vertices::Entry),
    Edge,
}

impl<'n> UpsertBody<'n> {
    /// Creates an empty body.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a vertex with its attributes.
    ///
    /// # Errors
    ///
    /// When the id or an attribute cannot be sent; the body is as it was before.
    pub fn vertex<V: Vertex>(&mut self, vertex: &V) -> Result<(), EncodeError> {
        self.write_vertex(V::SPEC.name, |id| vertex.write_id(id), |out| vertex.encode(out))
    }

    /// Writes a vertex with the attributes that `attributes` writes, for a partial update.
    ///
    /// # Errors
    ///
    /// When the id or an attribute cannot be sent; the body is as it was before.
    pub fn vertex_with<V: Vertex>(
        &mut self,
        id: &(impl AsId<V> + ?Sized),
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<(), EncodeError> {
        self.write_vertex(V::SPEC.name, |out| id.write_id(out), attributes)
    }

    /// Writes an edge with its attributes.
    ///
    /// # Errors
    ///
    /// When an id or an attribute cannot be sent; the body is as it was before.
    pub fn edge<E, F, T>(
        &mut self,
        from: &(impl AsId<F> + ?Sized),
        to: &(impl AsId<T> + ?Sized),
        edge: &E,
    ) -> Result<(), EncodeError>
    where
        E: Connects<F, T>,
        F: Vertex,
        T: Vertex,
    {
        self.edge_with::<E, F, T>(from, to, |out| edge.encode(out))
    }

    /// Writes an edge with the attributes that `attributes` writes, for a partial update.
    ///
    /// # Errors
    ///
    /// When an id or an attribute cannot be sent; the body is as it was before.
    pub fn edge_with<E, F, T>(
        &mut self,
        from: &(impl AsId<F> + ?Sized),
        to: &(impl AsId<T> + ?Sized),
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<(), EncodeError>
    where
        E: Connects<F, T>,
        F: Vertex,
        T: Vertex,
    {
        let types = edges::Types { from: F::SPEC.name, edge: E::SPEC.name, to: T::SPEC.name };
        self.write_edge(types, |id| from.write_id(id), |id| to.write_id(id), attributes)
    }

    /// Writes an edge between ends as an answer has them.
    ///
    /// # Errors
    ///
    /// When the edge type does not join vertices of these types, or an id or an attribute cannot be
    /// sent; the body is as it was before.
    pub fn edge_between<E: Edge>(
        &mut self,
        from: &E::From,
        to: &E::To,
        edge: &E,
    ) -> Result<(), EncodeError> {
        let spec = E::SPEC;
        let ends = (from.vertex_type(), to.vertex_type());
        // An undirected edge may be written from either end.
        let pair = spec.pairs.iter().find_map(|pair| match ends {
            (a, b) if (a, b) == (pair.from, pair.to) => Some((pair.from, pair.to)),
            (a, b) if (a, b) == (pair.to, pair.from) && !spec.directed => {
                Some((pair.to, pair.from))
            }
            _ => None,
        });
        let Some((source, target)) = pair else {
            let (from, to, edge) = (ends.0, ends.1, spec.name);
            return Err(EncodeError::new(format!(
                "edge `{edge}` does not go from `{from}` to `{to}`"
            )));
        };
        let types = edges::Types { from: source, edge: spec.name, to: target };
        self.write_edge(types, |id| from.write_id(id), |id| to.write_id(id), |out| edge.encode(out))
    }

    /// Writes a vertex of a type that is known by its name.
    #[cfg(feature = "client")]
    pub(crate) fn named_vertex(
        &mut self,
        vertex_type: &'n str,
        id: &str,
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<(), EncodeError> {
        self.write_vertex(vertex_type, |out| out.single(id), attributes)
    }

    /// Writes an edge of a type that is known by its name. Each end is a vertex type and an id.
    #[cfg(feature = "client")]
    pub(crate) fn named_edge(
        &mut self,
        edge: &'n str,
        (from, source): (&'n str, &str),
        (to, target): (&'n str, &str),
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<(), EncodeError> {
        let types = edges::Types { from, edge, to };
        self.write_edge(types, |out| out.single(source), |out| out.single(target), attributes)
    }

    fn write_vertex(
        &mut self,
        vertex_type: &'n str,
        id: impl FnOnce(&mut IdText),
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<(), EncodeError> {
        self.id.clear();
        id(&mut self.id);
        let entry = self.vertices.open(vertex_type, self.id.finish()?);
        let out = self.vertices.encoder(entry);
        attributes(out);
        let adds = mem::take(&mut out.adds);
        self.vertices.close(entry)?;
        self.adds |= adds;
        self.last = Some(Last::Vertex(entry));
        Ok(())
    }

    fn write_edge(
        &mut self,
        types: edges::Types<'n>,
        from: impl FnOnce(&mut IdText),
        to: impl FnOnce(&mut IdText),
        attributes: impl FnOnce(&mut Encoder),
    ) -> Result<(), EncodeError> {
        self.id.clear();
        from(&mut self.id);
        let mut entry = self.edges.open(types, self.id.finish()?);
        self.id.clear();
        to(&mut self.id);
        let target = self.id.finish();
        let out = self.edges.encoder(&mut entry, target);
        attributes(out);
        let adds = mem::take(&mut out.adds);
        self.edges.close(entry)?;
        self.adds |= adds;
        self.last = Some(Last::Edge);
        Ok(())
    }

    /// Removes the last vertex or edge, so that it can begin the next batch. Does nothing if
    /// nothing was written since the last `undo` or [`finish`](Self::finish).
    pub fn undo(&mut self) {
        match self.last.take() {
            Some(Last::Vertex(entry)) => self.vertices.undo(entry),
            Some(Last::Edge) => self.edges.undo(),
            None => {}
        }
    }

    /// Returns the number of vertices.
    pub fn vertices(&self) -> usize {
        self.vertices.count()
    }

    /// Returns the number of edges.
    pub fn edges(&self) -> usize {
        self.edges.count()
    }

    /// Returns `true` if some value is added to the stored one, so that a second time changes it
    /// again.
    #[cfg(feature = "client")]
    pub(crate) fn adds(&self) -> bool {
        self.adds
    }

    /// Returns `true` if nothing was written.
    pub fn is_empty(&self) -> bool {
        self.vertices() == 0 && self.edges() == 0
    }

    /// Returns an upper bound of the body's size in bytes: the size if no two edges share a source.
    pub fn len(&self) -> usize {
        self.vertices.len() + self.edges.len() + "{\"edges\":{}}".len()
    }

    /// Splits into bodies of at most so many bytes each, unless a single vertex or edge has more.
    /// All vertices come before the edges, and otherwise they keep their order.
    pub fn split(self, bytes: usize) -> Vec<Self> {
        if self.len() <= bytes {
            return vec![self];
        }
        let mut parts = Vec::new();
        for (vertex_type, member) in self.vertices.members() {
            add(&mut parts, bytes, |part| {
                part.last = Some(Last::Vertex(part.vertices.append(vertex_type, member)));
            });
        }
        for entry in self.edges.entries() {
            add(&mut parts, bytes, |part| {
                part.edges.append(&self.edges, entry);
                part.last = Some(Last::Edge);
            });
        }
        parts
    }

    /// Replaces the content of `out` by the body, and clears the body for the next batch.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        out.clear();
        if self.vertices() > 0 {
            self.vertices.finish(out);
        }
        if self.edges() > 0 {
            // Removes the bracket that closed the body.
            out.pop();
            out.push(if out.is_empty() { b'{' } else { b',' });
            out.extend_from_slice(b"\"edges\":");
            self.edges.finish(out);
            out.push(b'}');
        }
        if out.is_empty() {
            out.extend_from_slice(b"{}");
        }
        self.clear();
    }

    /// Removes all vertices and edges.
    pub fn clear(&mut self) {
        self.vertices.clear();
        self.edges.clear();
        self.last = None;
        self.adds = false;
    }
}

/// Writes a vertex or an edge into the last body, or into a new one if it would be too large.
fn add<'n>(parts: &mut Vec<UpsertBody<'n>>, bytes: usize, write: impl Fn(&mut UpsertBody<'n>)) {
    if let Some(last) = parts.last_mut() {
        write(last);
        if last.len() <= bytes {
            return;
        }
        last.undo();
    }
    let mut next = UpsertBody::new();
    write(&mut next);
    parts.push(next);
}
