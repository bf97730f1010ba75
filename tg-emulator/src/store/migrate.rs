//! A new schema over old data: what stays, what moves, what goes.

use std::collections::HashSet;

use tg_gsql::model::KeyType;

use super::graph::{Edge, Graphs, Vertex, VertexRef};
use super::schema::{Column, EdgeTypeId, KeyShape, SharedSchema, VertexShape, VertexTypeId};
use super::value::Value;

/// Where a column's values come from: an old column, or the default.
type Sources = Vec<Option<usize>>;

impl Graphs {
    /// Takes over a new schema. A type that is still there keeps its data: columns are found again
    /// by name and type, new ones are filled with their defaults. The data of a type that is gone,
    /// that is identified in another way, or that no graph contains any more, is dropped, and
    /// with a vertex its edges.
    pub(crate) fn take_schema(&mut self, schema: SharedSchema) {
        let mut next = Self::empty(schema.clone());
        let mut moved: Vec<Vec<Option<VertexRef>>> = Vec::new();
        for old in self.schema.vertex_ids() {
            let kept = self.kept_vertex(&schema, old);
            moved.push(self.move_vertices(old, kept, &mut next));
        }
        for old in self.schema.edge_ids() {
            if let Some(new) = self.kept_edge(&schema, old) {
                self.move_edges(old, new, &moved, &mut next);
            }
        }
        *self = next;
    }

    fn kept_vertex(&self, schema: &SharedSchema, old: VertexTypeId) -> Option<VertexTypeId> {
        let shape = self.schema.vertex(old);
        schema.vertex_ids().find(|id| {
            let new = schema.vertex(*id);
            let in_use = schema.graphs().iter().any(|graph| graph.vertices.contains(id));
            in_use && new.name == shape.name && new.owner == shape.owner && same_key(shape, new)
        })
    }

    fn kept_edge(&self, schema: &SharedSchema, old: EdgeTypeId) -> Option<EdgeTypeId> {
        let shape = self.schema.edge(old);
        schema.edge_ids().find(|id| {
            let new = schema.edge(*id);
            let in_use = schema.graphs().iter().any(|g| g.edges.iter().any(|view| view.ty == *id));
            in_use
                && new.name == shape.name
                && new.owner == shape.owner
                && new.directed == shape.directed
                && new.discriminators == shape.discriminators
        })
    }

    /// Moves the vertices of one type; tells for each old slot where the vertex is now.
    fn move_vertices(
        &mut self,
        old: VertexTypeId,
        new: Option<VertexTypeId>,
        next: &mut Self,
    ) -> Vec<Option<VertexRef>> {
        let table = std::mem::take(&mut self.vertices[usize::from(old.0)]);
        let Some(new) = new else { return Vec::new() };
        let (old_shape, new_shape) = (self.schema.vertex(old), next.schema.vertex(new));
        let sources = sources(&old_shape.columns, &new_shape.columns);
        let mut places = Vec::new();
        for (slot, vertex) in table.into_rows() {
            let values = rearranged(vertex.values, &sources, &new_shape.columns);
            let vertex = Vertex { id: vertex.id, values, ends: Vec::new() };
            let at = VertexRef { ty: new, slot: next.vertices[usize::from(new.0)].insert(vertex) };
            places.resize(slot as usize + 1, None);
            places[slot as usize] = Some(at);
        }
        let banned: &mut HashSet<_> = &mut self.banned[usize::from(old.0)];
        next.banned[usize::from(new.0)] = std::mem::take(banned);
        places
    }

    fn move_edges(
        &mut self,
        old: EdgeTypeId,
        new: EdgeTypeId,
        moved: &[Vec<Option<VertexRef>>],
        next: &mut Self,
    ) {
        let schema = next.schema.clone();
        let (old_shape, new_shape) = (self.schema.edge(old), schema.edge(new));
        let sources = sources(&old_shape.columns, &new_shape.columns);
        let place = |at: VertexRef| *moved.get(usize::from(at.ty.0))?.get(at.slot as usize)?;
        let table = std::mem::take(&mut self.edges[usize::from(old.0)]);
        for (_, Edge { from, to, values, .. }) in table.into_rows() {
            let (Some(from), Some(to)) = (place(from), place(to)) else { continue };
            if !new_shape.joins(from.ty, to.ty) {
                continue;
            }
            let values = rearranged(values, &sources, &new_shape.columns);
            let at = next.insert_edge(new, from, to, &values[..new_shape.discriminators]);
            if let Some(edge) = next.edge_mut(at) {
                edge.values = values;
            }
        }
    }
}

/// Whether ids mean the same: columns may have moved, but not changed their name or type.
fn same_key(old: &VertexShape, new: &VertexShape) -> bool {
    let named = |shape: &VertexShape, columns: &[(usize, KeyType)]| -> Vec<(String, KeyType)> {
        columns.iter().map(|(at, ty)| (shape.columns[*at].name.clone(), *ty)).collect()
    };
    match (&old.key, &new.key) {
        (KeyShape::Columns(a), KeyShape::Columns(b)) => named(old, a) == named(new, b),
        (KeyShape::Id { ty: a, .. }, KeyShape::Id { ty: b, .. }) => a == b,
        _ => false,
    }
}

fn sources(old: &[Column], new: &[Column]) -> Sources {
    let same = |new: &Column| old.iter().position(|o| o.name == new.name && o.ty == new.ty);
    new.iter().map(same).collect()
}

fn rearranged(mut old: Box<[Value]>, sources: &Sources, columns: &[Column]) -> Box<[Value]> {
    let value = |(source, column): (&Option<usize>, &Column)| match source {
        Some(at) => std::mem::replace(&mut old[*at], Value::Bool(false)),
        None => column.default.clone(),
    };
    sources.iter().zip(columns).map(value).collect()
}
