//! Vertices and edges.

use std::collections::HashSet;
use std::sync::Arc;

use super::adjacency::Cached;
use super::key::Key;
use super::schema::{EdgeTypeId, EdgeView, Field, SharedSchema, VertexTypeId};
use super::slots::{Keyed, Slots, VacantKey};
use super::value::Value;
use super::{key, schema::Schema};

/// A reference to a vertex. It is valid within one snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct VertexRef {
    pub(crate) ty: VertexTypeId,
    pub(super) slot: u32,
}

impl VertexRef {
    /// Returns the numbers of the type and of the vertex within it.
    pub(crate) fn index(self) -> (usize, usize) {
        (usize::from(self.ty.0), self.slot as usize)
    }

    /// Returns the vertex with the numbers that [`Self::index`] has returned.
    pub(crate) fn of_index((ty, slot): (usize, usize)) -> Self {
        Self { ty: VertexTypeId(ty as u16), slot: slot as u32 }
    }
}

/// A reference to an edge. It is valid within one snapshot.
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
    pub(super) ends: Vec<Ends>,
}

/// The ends of a vertex's edges of one type, at one of their sides.
///
/// A pattern reads the lists that it follows only, and their lengths are the degrees.
#[derive(Debug, Clone)]
pub(crate) struct Ends {
    pub(crate) ty: EdgeTypeId,
    /// `true` at the source, or the first end of an undirected edge.
    pub(crate) is_source: bool,
    list: Vec<End>,
}

/// An end of an edge in an adjacency list.
#[derive(Debug, Clone, Copy)]
struct End {
    edge: u32,
    /// The vertex at the other end, so that patterns need not read the edge.
    other: VertexRef,
}

impl Ends {
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns the edges, and the vertices at their other ends.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (EdgeRef, VertexRef)> {
        self.list.iter().map(|end| (EdgeRef { ty: self.ty, slot: end.edge }, end.other))
    }
}

/// An edge.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) from: VertexRef,
    pub(crate) to: VertexRef,
    pub(crate) values: Box<[Value]>,
    discriminators: u16,
    /// The positions of the edge in the adjacency lists of `from` and `to`. Without them, the
    /// removal of an edge would search the list, which can have millions of entries. An undirected
    /// loop has the first position only.
    positions: [u32; 2],
}

/// An edge that is visible from a vertex.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VisibleEdge<'a> {
    pub(crate) at: EdgeRef,
    pub(crate) view: EdgeView,
    pub(crate) edge: &'a Edge,
    /// The vertex at the other end.
    pub(crate) other: VertexRef,
}

impl<'a> VisibleEdge<'a> {
    pub(crate) fn get(&self, field: Field) -> std::borrow::Cow<'a, Value> {
        match field {
            Field::Column(at) => std::borrow::Cow::Borrowed(&self.edge.values[at]),
            // Cannot occur: edges do not have an id.
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
    /// Returns the position of an adjacency list.
    fn position(&self, ty: EdgeTypeId, is_source: bool) -> Option<usize> {
        self.ends.iter().position(|ends| (ends.ty, ends.is_source) == (ty, is_source))
    }

    pub(crate) fn get(&self, field: Field) -> std::borrow::Cow<'_, Value> {
        match field {
            Field::Column(at) => std::borrow::Cow::Borrowed(&self.values[at]),
            Field::Id(ty) => std::borrow::Cow::Owned(key::value_of(&self.id, ty)),
        }
    }
}

/// The vertices and edges of all graphs, with their schema.
#[derive(Debug, Default, Clone)]
pub(crate) struct Graphs {
    pub(super) schema: SharedSchema,
    pub(super) vertices: Vec<Slots<Vertex>>,
    pub(super) edges: Vec<Slots<Edge>>,
    /// By the number of the edge type.
    pub(super) adjacency: Vec<Cached>,
    /// The permanently deleted ids of each vertex type.
    pub(super) banned_ids: Vec<Arc<HashSet<Box<str>>>>,
}

impl Graphs {
    pub(super) fn empty(schema: SharedSchema) -> Self {
        Self {
            vertices: schema.vertex_ids().map(|_| Slots::default()).collect(),
            edges: schema.edge_ids().map(|_| Slots::default()).collect(),
            adjacency: schema.edge_ids().map(|_| Cached::default()).collect(),
            banned_ids: schema.vertex_ids().map(|_| Arc::default()).collect(),
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

    /// Returns the vertex with an id, or the key for its insertion.
    pub(super) fn look_up_vertex(
        &self,
        ty: VertexTypeId,
        id: &str,
    ) -> Result<VertexRef, VacantKey> {
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

    /// Returns the memory of the rows that a snapshot does not share.
    pub(crate) fn bytes_apart(&self, snapshot: &Self) -> usize {
        let of_end = size_of::<End>();
        let vertices = self.vertices.iter().zip(&snapshot.vertices);
        let vertices = vertices.flat_map(|(own, other)| own.rows_apart(other)).map(|vertex| {
            let ends = vertex.ends.iter().map(|ends| size_of::<Ends>() + ends.len() * of_end);
            size_of::<Vertex>()
                + vertex.id.len()
                + size_of_val(&*vertex.values)
                + ends.sum::<usize>()
        });
        let edges = self.edges.iter().zip(&snapshot.edges);
        let edges = edges.flat_map(|(own, other)| own.rows_apart(other));
        let edges = edges.map(|edge| size_of::<Edge>() + size_of_val(&*edge.values));
        vertices.sum::<usize>() + edges.sum::<usize>()
    }

    pub(crate) fn count_vertices(&self, ty: VertexTypeId) -> usize {
        self.vertices[usize::from(ty.0)].len()
    }

    pub(crate) fn count_edges(&self, ty: EdgeTypeId) -> usize {
        self.edges[usize::from(ty.0)].len()
    }

    pub(crate) fn edge(&self, at: EdgeRef) -> Option<&Edge> {
        self.edges[usize::from(at.ty.0)].get(at.slot)
    }

    pub(crate) fn edges(&self, ty: EdgeTypeId) -> impl Iterator<Item = &Edge> {
        self.edges[usize::from(ty.0)].iter().map(|(_, edge)| edge)
    }

    /// Returns the edges that are visible from a vertex: outgoing and undirected ones, and incoming
    /// ones if their type has a reverse type.
    pub(crate) fn visible_edges(&self, of: VertexRef) -> impl Iterator<Item = VisibleEdge<'_>> {
        let lists = self.ends(of).iter().filter(|ends| {
            let shape = self.schema.edge(ends.ty);
            !shape.directed || ends.is_source || shape.reverse.is_some()
        });
        lists.flat_map(move |ends| {
            let reversed = self.schema.edge(ends.ty).directed && !ends.is_source;
            let view = EdgeView { ty: ends.ty, reversed };
            ends.iter().filter_map(move |(at, other)| {
                Some(VisibleEdge { at, view, edge: self.edge(at)?, other })
            })
        })
    }

    /// Returns the adjacency lists of a vertex, including those of incoming edges without a reverse
    /// type.
    pub(crate) fn ends(&self, of: VertexRef) -> &[Ends] {
        self.vertex(of).map_or(&[], |vertex| &vertex.ends)
    }

    /// Inserts a vertex with a new id. Columns that are not part of the key get their defaults.
    pub(super) fn insert_vertex(
        &mut self,
        vacant: VacantKey,
        ty: VertexTypeId,
        key: Key,
    ) -> VertexRef {
        let shape = self.schema.vertex(ty);
        let mut values = shape.defaults();
        let Key { text: id, parts } = key;
        shape.set_key_columns(parts, &mut values);
        let vertex = Vertex { id, values, ends: Vec::new() };
        let slot = self.vertices[usize::from(ty.0)].insert_vacant(vacant, vertex);
        VertexRef { ty, slot }
    }

    /// Removes a vertex and all its edges. If `forever` is set, its id cannot be inserted again.
    pub(crate) fn remove_vertex(&mut self, at: VertexRef, forever: bool) {
        while let Some(ends) = self.ends(at).last()
            && let Some(end) = ends.list.last()
        {
            self.remove_edge(EdgeRef { ty: ends.ty, slot: end.edge });
        }
        let ty = usize::from(at.ty.0);
        if let (Some(vertex), true) = (self.vertices[ty].remove(at.slot), forever) {
            Arc::make_mut(&mut self.banned_ids[ty]).insert(vertex.id);
        }
    }

    pub(super) fn is_banned(&self, ty: VertexTypeId, id: &str) -> bool {
        self.banned_ids[usize::from(ty.0)].contains(id)
    }

    /// Returns the edge between two vertices with the given discriminator values. The ends of an
    /// undirected edge can be given in either order.
    pub(super) fn find_edge(
        &self,
        ty: EdgeTypeId,
        from: VertexRef,
        to: VertexRef,
        discriminator: &[Value],
    ) -> Option<EdgeRef> {
        let table = &self.edges[usize::from(ty.0)];
        let swapped = || {
            let undirected = !self.schema.edge(ty).directed;
            undirected.then(|| table.find(&(to, from, discriminator))).flatten()
        };
        let slot = table.find(&(from, to, discriminator)).or_else(swapped)?;
        Some(EdgeRef { ty, slot })
    }

    /// Inserts a new edge. All columns except the discriminator get their defaults.
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
        let has_one_end = !shape.directed && from == to;
        self.adjacency[usize::from(ty.0)] = Cached::default();
        let edge = Edge { from, to, values, discriminators, positions: [0, 0] };
        let at = EdgeRef { ty, slot: self.edges[usize::from(ty.0)].insert(edge) };
        let from_position = self.attach(from, at, to, true);
        let to_position = if has_one_end { 0 } else { self.attach(to, at, from, false) };
        if let Some(edge) = self.edge_mut(at) {
            edge.positions = [from_position, to_position];
        }
        at
    }

    /// Removes an edge from both its ends.
    pub(crate) fn remove_edge(&mut self, at: EdgeRef) {
        let Some(edge) = self.edges[usize::from(at.ty.0)].get(at.slot) else { return };
        let (from, to, directed) = (edge.from, edge.to, self.schema.edge(at.ty).directed);
        self.adjacency[usize::from(at.ty.0)] = Cached::default();
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

    /// Appends an end to an adjacency list of a vertex and returns its position.
    fn attach(&mut self, to: VertexRef, edge: EdgeRef, other: VertexRef, is_source: bool) -> u32 {
        let Some(vertex) = self.vertex_mut(to) else { return 0 };
        let known = vertex.position(edge.ty, is_source);
        let at = known.unwrap_or_else(|| {
            // In the order of the types, which does not depend on the order of insertion.
            let order = |ends: &Ends| (ends.ty, !ends.is_source) < (edge.ty, !is_source);
            let at = vertex.ends.partition_point(order);
            vertex.ends.insert(at, Ends { ty: edge.ty, is_source, list: Vec::new() });
            at
        });
        let list = &mut vertex.ends[at].list;
        list.push(End { edge: edge.slot, other });
        (list.len() - 1) as u32
    }

    /// Removes an end from an adjacency list of a vertex. The last end of the list takes its
    /// position.
    fn detach(&mut self, from: VertexRef, edge: EdgeRef, is_source: bool) {
        let side = usize::from(!is_source);
        let Some(position) = self.edge_mut(edge).map(|edge| edge.positions[side]) else { return };
        let Some(vertex) = self.vertex_mut(from) else { return };
        let Some(at) = vertex.position(edge.ty, is_source) else { return };
        let list = &mut vertex.ends[at].list;
        list.swap_remove(position as usize);
        let moved = list.get(position as usize).copied();
        if list.is_empty() {
            vertex.ends.remove(at);
        }
        if let Some(End { edge: slot, .. }) = moved
            && let Some(edge) = self.edge_mut(EdgeRef { ty: edge.ty, slot })
        {
            edge.positions[side] = position;
        }
    }
}
