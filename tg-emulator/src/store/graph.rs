//! The vertices and edges themselves, and how they hang together.

use std::collections::HashSet;

use super::key::Key;
use super::schema::{EdgeTypeId, EdgeView, Field, SharedSchema, VertexTypeId};
use super::slots::{Gap, Keyed, Slots};
use super::value::Value;
use super::{key, schema::Schema};

/// Where a vertex stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct VertexRef {
    pub(crate) ty: VertexTypeId,
    pub(super) slot: u32,
}

/// Where an edge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct EdgeRef {
    pub(crate) ty: EdgeTypeId,
    pub(super) slot: u32,
}

/// A vertex.
#[derive(Debug, Clone)]
pub(crate) struct Vertex {
    pub(crate) id: Box<str>,
    pub(crate) values: Box<[Value]>,
    pub(super) ends: Vec<EdgeEnd>,
}

/// One end of an edge, as its vertex knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EdgeEnd {
    pub(super) edge: EdgeRef,
    /// Whether this is the end that the edge leaves.
    pub(super) leaves: bool,
}

/// An edge.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) from: VertexRef,
    pub(crate) to: VertexRef,
    pub(crate) values: Box<[Value]>,
    discriminators: u16,
    /// Where the edge stands among the ends of `from` and of `to`, so that it is taken out of a
    /// vertex with a million edges in one step. A loop without direction has only the first.
    places: [u32; 2],
}

/// An edge as seen from one of its vertices.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub(crate) at: EdgeRef,
    pub(crate) view: EdgeView,
    pub(crate) edge: &'a Edge,
    /// The vertex at the other end.
    pub(crate) other: VertexRef,
}

impl<'a> Sight<'a> {
    pub(crate) fn get(&self, field: Field) -> std::borrow::Cow<'a, Value> {
        match field {
            Field::Column(at) => std::borrow::Cow::Borrowed(&self.edge.values[at]),
            // Edges have no id to read.
            Field::Id(_) => std::borrow::Cow::Owned(Value::Bool(false)),
        }
    }
}

impl Keyed for Vertex {
    type Key<'a> = &'a str;
    fn key(&self) -> &str {
        &self.id
    }
}

impl Keyed for Edge {
    type Key<'a> = (VertexRef, VertexRef, &'a [Value]);
    fn key(&self) -> Self::Key<'_> {
        (self.from, self.to, &self.values[..usize::from(self.discriminators)])
    }
}

impl Vertex {
    pub(crate) fn get(&self, field: Field) -> std::borrow::Cow<'_, Value> {
        match field {
            Field::Column(at) => std::borrow::Cow::Borrowed(&self.values[at]),
            Field::Id(ty) => std::borrow::Cow::Owned(key::value_of(&self.id, ty)),
        }
    }
}

/// All data, under one schema.
#[derive(Debug, Default, Clone)]
pub(crate) struct Graphs {
    pub(super) schema: SharedSchema,
    pub(super) vertices: Vec<Slots<Vertex>>,
    pub(super) edges: Vec<Slots<Edge>>,
    /// Ids that were deleted for good, by vertex type.
    pub(super) banned: Vec<HashSet<Box<str>>>,
}

impl Graphs {
    pub(super) fn empty(schema: SharedSchema) -> Self {
        Self {
            vertices: schema.vertex_ids().map(|_| Slots::default()).collect(),
            edges: schema.edge_ids().map(|_| Slots::default()).collect(),
            banned: schema.vertex_ids().map(|_| HashSet::new()).collect(),
            schema,
        }
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    pub(crate) fn shared_schema(&self) -> SharedSchema {
        self.schema.clone()
    }

    pub(crate) fn find_vertex(&self, ty: VertexTypeId, id: &str) -> Option<VertexRef> {
        let slot = self.vertices[usize::from(ty.0)].find(&id)?;
        Some(VertexRef { ty, slot })
    }

    /// The vertex with an id, or where to add it.
    pub(super) fn look_up_vertex(&self, ty: VertexTypeId, id: &str) -> Result<VertexRef, Gap> {
        let slot = self.vertices[usize::from(ty.0)].look_up(&id)?;
        Ok(VertexRef { ty, slot })
    }

    pub(crate) fn vertex(&self, at: VertexRef) -> Option<&Vertex> {
        self.vertices[usize::from(at.ty.0)].get(at.slot)
    }

    pub(crate) fn vertices(&self, ty: VertexTypeId) -> impl Iterator<Item = (VertexRef, &Vertex)> {
        let rows = self.vertices[usize::from(ty.0)].iter();
        rows.map(move |(slot, vertex)| (VertexRef { ty, slot }, vertex))
    }

    pub(crate) fn count_vertices(&self, ty: VertexTypeId) -> usize {
        self.vertices[usize::from(ty.0)].len()
    }

    pub(crate) fn edge(&self, at: EdgeRef) -> Option<&Edge> {
        self.edges[usize::from(at.ty.0)].get(at.slot)
    }

    pub(crate) fn edges(&self, ty: EdgeTypeId) -> impl Iterator<Item = &Edge> {
        self.edges[usize::from(ty.0)].iter().map(|(_, edge)| edge)
    }

    /// The edges of a vertex as it sees them: those that leave it, those without direction, and
    /// those that reach it where the type has a reverse.
    pub(crate) fn sights(&self, of: VertexRef) -> impl Iterator<Item = Sight<'_>> {
        let ends = self.vertex(of).map_or(&[][..], |vertex| &vertex.ends);
        ends.iter().filter_map(|end| {
            let shape = self.schema.edge(end.edge.ty);
            if shape.directed && !end.leaves && shape.reverse.is_none() {
                return None;
            }
            let edge = self.edges[usize::from(end.edge.ty.0)].get(end.edge.slot)?;
            let other = if end.leaves { edge.to } else { edge.from };
            let reversed = shape.directed && !end.leaves;
            let view = EdgeView { ty: end.edge.ty, reversed };
            Some(Sight { at: end.edge, view, edge, other })
        })
    }

    /// Every edge of a vertex, also those that reach it and whose type has no reverse: the edge, the
    /// vertex at its other end, and whether it leaves this one.
    pub(crate) fn touching(
        &self,
        of: VertexRef,
    ) -> impl Iterator<Item = (EdgeRef, VertexRef, bool)> {
        let ends = self.vertex(of).map_or(&[][..], |vertex| &vertex.ends);
        ends.iter().filter_map(|end| {
            let edge = self.edge(end.edge)?;
            Some((end.edge, if end.leaves { edge.to } else { edge.from }, end.leaves))
        })
    }

    /// Adds a vertex whose id is not there, with the values of its key and defaults for the rest.
    pub(super) fn insert_vertex(&mut self, gap: Gap, ty: VertexTypeId, key: Key) -> VertexRef {
        let shape = self.schema.vertex(ty);
        let mut values = shape.defaults();
        let Key { text: id, parts } = key;
        shape.place_key(parts, &mut values);
        let vertex = Vertex { id, values, ends: Vec::new() };
        let slot = self.vertices[usize::from(ty.0)].fill(gap, vertex);
        VertexRef { ty, slot }
    }

    /// Removes a vertex and every edge that touches it. With `forever`, its id is never taken
    /// again.
    pub(crate) fn remove_vertex(&mut self, at: VertexRef, forever: bool) {
        while let Some(end) = self.vertex(at).and_then(|vertex| vertex.ends.last().copied()) {
            self.remove_edge(end.edge);
        }
        let ty = usize::from(at.ty.0);
        if let (Some(vertex), true) = (self.vertices[ty].remove(at.slot), forever) {
            self.banned[ty].insert(vertex.id);
        }
    }

    pub(super) fn is_banned(&self, ty: VertexTypeId, id: &str) -> bool {
        self.banned[usize::from(ty.0)].contains(id)
    }

    /// The edge between two vertices with these discriminator values. One without direction is
    /// the same edge from either end.
    pub(super) fn find_edge(
        &self,
        ty: EdgeTypeId,
        from: VertexRef,
        to: VertexRef,
        discriminator: &[Value],
    ) -> Option<EdgeRef> {
        let table = &self.edges[usize::from(ty.0)];
        let turned = || {
            let undirected = !self.schema.edge(ty).directed;
            undirected.then(|| table.find(&(to, from, discriminator))).flatten()
        };
        let slot = table.find(&(from, to, discriminator)).or_else(turned)?;
        Some(EdgeRef { ty, slot })
    }

    /// Adds an edge that is not there, with defaults for all but the discriminator.
    pub(super) fn insert_edge(
        &mut self,
        ty: EdgeTypeId,
        from: VertexRef,
        to: VertexRef,
        discriminator: &[Value],
    ) -> EdgeRef {
        let shape = self.schema.edge(ty);
        let mut values = shape.defaults();
        values[..discriminator.len()].clone_from_slice(discriminator);
        let discriminators = discriminator.len() as u16;
        let one_end = !shape.directed && from == to;
        let edge = Edge { from, to, values, discriminators, places: [0, 0] };
        let at = EdgeRef { ty, slot: self.edges[usize::from(ty.0)].insert(edge) };
        let first = self.attach(from, EdgeEnd { edge: at, leaves: true });
        let second = if one_end { 0 } else { self.attach(to, EdgeEnd { edge: at, leaves: false }) };
        if let Some(edge) = self.edge_mut(at) {
            edge.places = [first, second];
        }
        at
    }

    /// Removes an edge, and with it what its reverse type showed of it.
    pub(crate) fn remove_edge(&mut self, at: EdgeRef) {
        let Some(edge) = self.edges[usize::from(at.ty.0)].get(at.slot) else { return };
        let (from, to, directed) = (edge.from, edge.to, self.schema.edge(at.ty).directed);
        self.detach(from, at, true);
        if directed || from != to {
            self.detach(to, at, false);
        }
        self.edges[usize::from(at.ty.0)].remove(at.slot);
    }

    fn vertex_mut(&mut self, at: VertexRef) -> Option<&mut Vertex> {
        self.vertices[usize::from(at.ty.0)].get_mut(at.slot)
    }

    pub(super) fn edge_mut(&mut self, at: EdgeRef) -> Option<&mut Edge> {
        self.edges[usize::from(at.ty.0)].get_mut(at.slot)
    }

    fn attach(&mut self, to: VertexRef, end: EdgeEnd) -> u32 {
        let Some(vertex) = self.vertex_mut(to) else { return 0 };
        vertex.ends.push(end);
        (vertex.ends.len() - 1) as u32
    }

    /// Takes an edge's end out of a vertex; the vertex's last end moves into the gap.
    fn detach(&mut self, from: VertexRef, edge: EdgeRef, leaves: bool) {
        let side = usize::from(!leaves);
        let Some(place) = self.edge_mut(edge).map(|edge| edge.places[side]) else { return };
        let Some(vertex) = self.vertex_mut(from) else { return };
        vertex.ends.swap_remove(place as usize);
        if let Some(moved) = vertex.ends.get(place as usize).copied() {
            let side = usize::from(!moved.leaves);
            if let Some(edge) = self.edge_mut(moved.edge) {
                edge.places[side] = place;
            }
        }
    }
}
