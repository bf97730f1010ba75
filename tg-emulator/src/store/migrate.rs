//! A new schema over old data: what stays, what moves, what goes.

use std::collections::HashSet;

use tg_gsql::apply::{Effect, TypeKind, TypeRef};
use tg_gsql::model::KeyType;

use super::graph::{Edge, Graphs, Vertex, VertexRef};
use super::schema::{
    Column, EdgeShape, EdgeTypeId, KeyShape, Schema, SharedSchema, VertexShape, VertexTypeId,
};
use super::value::Value;

/// Where a column's values come from: an old column, or the default.
type Sources = Vec<Option<usize>>;

/// What a change took away, though something of the same name may have come in its place.
#[derive(Default)]
struct Dropped {
    types: HashSet<TypeRef>,
    attributes: Vec<(TypeRef, String)>,
}

impl Dropped {
    fn by(effects: &[Effect]) -> Self {
        let mut dropped = Self::default();
        for effect in effects {
            match effect {
                Effect::TypeDropped(of) => {
                    dropped.types.insert(of.clone());
                }
                Effect::AttributesDropped { of, names } => {
                    dropped.attributes.extend(names.iter().map(|n| (of.clone(), n.clone())));
                }
                Effect::VectorDropped { of, name } => {
                    dropped.attributes.push((of.clone(), name.clone()));
                }
                _ => {}
            }
        }
        dropped
    }

    fn attributes_of(&self, wanted: &TypeRef) -> Vec<&str> {
        let attributes = self.attributes.iter().filter(|(of, _)| of == wanted);
        attributes.map(|(_, name)| name.as_str()).collect()
    }
}

impl VertexShape {
    fn type_ref(&self) -> TypeRef {
        let (name, local_to) = (self.name.clone(), self.owner.clone());
        TypeRef { kind: TypeKind::Vertex, name, local_to }
    }
}

impl EdgeShape {
    fn type_ref(&self) -> TypeRef {
        let (name, local_to) = (self.name.clone(), self.owner.clone());
        TypeRef { kind: TypeKind::Edge, name, local_to }
    }
}

impl Graphs {
    /// Takes over a new schema. A type that is still there keeps its data, whether or not a graph
    /// contains it: columns are found again by name and type, new ones are filled with their
    /// defaults. The data of a type that was dropped goes, and with a vertex its edges, even
    /// if the same change made a type of the same name.
    pub(crate) fn take_schema(&mut self, schema: SharedSchema, effects: &[Effect]) {
        let dropped = Dropped::by(effects);
        let mut next = Self::empty(schema.clone());
        let mut moved: Vec<Vec<Option<VertexRef>>> = Vec::new();
        for old in self.schema.vertex_ids() {
            let kept = self.kept_vertex(&schema, old, &dropped);
            moved.push(self.move_vertices(old, kept, &dropped, &mut next));
        }
        for old in self.schema.edge_ids() {
            if let Some(new) = self.kept_edge(&schema, old, &dropped) {
                self.move_edges((old, new), &moved, &dropped, &mut next);
            }
        }
        *self = next;
    }

    fn kept_vertex(
        &self,
        schema: &Schema,
        old: VertexTypeId,
        dropped: &Dropped,
    ) -> Option<VertexTypeId> {
        let shape = self.schema.vertex(old);
        let found = schema.vertex_ids().find(|id| {
            let new = schema.vertex(*id);
            new.name == shape.name && new.owner == shape.owner && same_key(shape, new)
        });
        found.filter(|_| !dropped.types.contains(&shape.type_ref()))
    }

    fn kept_edge(&self, schema: &Schema, old: EdgeTypeId, dropped: &Dropped) -> Option<EdgeTypeId> {
        let shape = self.schema.edge(old);
        let found = schema.edge_ids().find(|id| {
            let new = schema.edge(*id);
            let same_identity =
                new.directed == shape.directed && new.discriminators == shape.discriminators;
            new.name == shape.name && new.owner == shape.owner && same_identity
        });
        found.filter(|_| !dropped.types.contains(&shape.type_ref()))
    }

    /// Moves the vertices of one type; tells for each old slot where the vertex is now.
    fn move_vertices(
        &mut self,
        old: VertexTypeId,
        new: Option<VertexTypeId>,
        dropped: &Dropped,
        next: &mut Self,
    ) -> Vec<Option<VertexRef>> {
        let table = std::mem::take(&mut self.vertices[usize::from(old.0)]);
        let Some(new) = new else { return Vec::new() };
        let (old_shape, new_shape) = (self.schema.vertex(old), next.schema.vertex(new));
        let gone = dropped.attributes_of(&old_shape.type_ref());
        let sources = sources(&old_shape.columns, &new_shape.columns, &gone);
        let mut places = Vec::new();
        for (slot, mut vertex) in table.into_rows() {
            let values = rearranged(&mut vertex.values, &sources, &new_shape.columns);
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
        (old, new): (EdgeTypeId, EdgeTypeId),
        moved: &[Vec<Option<VertexRef>>],
        dropped: &Dropped,
        next: &mut Self,
    ) {
        let schema = next.schema.clone();
        let (old_shape, new_shape) = (self.schema.edge(old), schema.edge(new));
        let gone = dropped.attributes_of(&old_shape.type_ref());
        let sources = sources(&old_shape.columns, &new_shape.columns, &gone);
        let place = |at: VertexRef| *moved.get(usize::from(at.ty.0))?.get(at.slot as usize)?;
        let table = std::mem::take(&mut self.edges[usize::from(old.0)]);
        for (_, Edge { from, to, mut values, .. }) in table.into_rows() {
            let (Some(from), Some(to)) = (place(from), place(to)) else { continue };
            if !new_shape.joins(from.ty, to.ty) {
                continue;
            }
            let values = rearranged(&mut values, &sources, &new_shape.columns);
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

fn sources(old: &[Column], new: &[Column], gone: &[&str]) -> Sources {
    let same = |new: &Column| {
        let kept = !gone.contains(&new.name.as_str());
        old.iter().position(|old| kept && old.name == new.name && old.ty == new.ty)
    };
    new.iter().map(same).collect()
}

fn rearranged(old: &mut [Value], sources: &Sources, columns: &[Column]) -> Box<[Value]> {
    let value = |(source, column): (&Option<usize>, &Column)| match source {
        Some(at) => std::mem::replace(&mut old[*at], Value::Bool(false)),
        None => column.default.clone(),
    };
    sources.iter().zip(columns).map(value).collect()
}
