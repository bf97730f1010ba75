//! Migration of the data to a new schema.

use std::collections::HashSet;

use tg_gsql::apply::{Effect, TypeKind, TypeRef};
use tg_gsql::model::KeyType;

use super::graph::{Edge, Graphs, Vertex, VertexRef};
use super::schema::{
    Column, EdgeShape, EdgeTypeId, KeyShape, Schema, SharedSchema, VertexShape, VertexTypeId,
};
use super::value::Value;

/// The source of each new column: an old column, or `None` for the default.
type Sources = Vec<Option<usize>>;

/// The types and attributes that a change dropped. The new schema can have others of the same name.
#[derive(Default)]
struct Dropped {
    types: HashSet<TypeRef>,
    attributes: Vec<(TypeRef, String)>,
}

impl Dropped {
    fn new(effects: &[Effect]) -> Self {
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

    fn attributes_of(&self, ty: &TypeRef) -> Vec<&str> {
        let attributes = self.attributes.iter().filter(|(of, _)| of == ty);
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
    /// Replaces the schema.
    ///
    /// A type that still exists keeps its data, even if no graph contains it: columns are matched
    /// by name and type, new ones get their defaults. The data of a dropped type is removed,
    /// together with the edges of removed vertices, even if the same change created a type of the
    /// same name.
    pub(crate) fn migrate(&mut self, schema: SharedSchema, effects: &[Effect]) {
        let dropped = Dropped::new(effects);
        let mut next = Self::empty(schema.clone());
        let mut new_refs: Vec<Vec<Option<VertexRef>>> = Vec::new();
        for old in self.schema.vertex_ids() {
            let new = self.find_vertex_type(&schema, old, &dropped);
            new_refs.push(self.move_vertices(old, new, &dropped, &mut next));
        }
        for old in self.schema.edge_ids() {
            if let Some(new) = self.find_edge_type(&schema, old, &dropped) {
                self.move_edges((old, new), &new_refs, &dropped, &mut next);
            }
        }
        *self = next;
    }

    /// Returns the type in the new schema to which the vertices of an old type belong.
    fn find_vertex_type(
        &self,
        schema: &Schema,
        old: VertexTypeId,
        dropped: &Dropped,
    ) -> Option<VertexTypeId> {
        let shape = self.schema.vertex(old);
        let found = schema.vertex_ids().find(|id| {
            let new = schema.vertex(*id);
            new.name == shape.name && new.owner == shape.owner && is_same_key(shape, new)
        });
        found.filter(|_| !dropped.types.contains(&shape.type_ref()))
    }

    /// Returns the type in the new schema to which the edges of an old type belong.
    fn find_edge_type(
        &self,
        schema: &Schema,
        old: EdgeTypeId,
        dropped: &Dropped,
    ) -> Option<EdgeTypeId> {
        let shape = self.schema.edge(old);
        let found = schema.edge_ids().find(|id| {
            let new = schema.edge(*id);
            let same_identity =
                new.directed == shape.directed && new.discriminators == shape.discriminators;
            new.name == shape.name && new.owner == shape.owner && same_identity
        });
        found.filter(|_| !dropped.types.contains(&shape.type_ref()))
    }

    /// Moves the vertices of one type. Returns the new reference for each old slot.
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
        let dropped_names = dropped.attributes_of(&old_shape.type_ref());
        let sources = sources(&old_shape.columns, &new_shape.columns, &dropped_names);
        let mut new_refs = Vec::new();
        for (slot, mut vertex) in table.into_rows() {
            let values = migrate_row(&mut vertex.values, &sources, &new_shape.columns);
            let vertex = Vertex { id: vertex.id, values, ends: Vec::new() };
            let at = VertexRef { ty: new, slot: next.vertices[usize::from(new.0)].insert(vertex) };
            new_refs.resize(slot as usize + 1, None);
            new_refs[slot as usize] = Some(at);
        }
        let banned_ids = self.banned_ids[usize::from(old.0)].clone();
        next.banned_ids[usize::from(new.0)] = banned_ids;
        new_refs
    }

    fn move_edges(
        &mut self,
        (old, new): (EdgeTypeId, EdgeTypeId),
        new_refs: &[Vec<Option<VertexRef>>],
        dropped: &Dropped,
        next: &mut Self,
    ) {
        let schema = next.schema.clone();
        let (old_shape, new_shape) = (self.schema.edge(old), schema.edge(new));
        let dropped_names = dropped.attributes_of(&old_shape.type_ref());
        let sources = sources(&old_shape.columns, &new_shape.columns, &dropped_names);
        let new_ref = |at: VertexRef| *new_refs.get(usize::from(at.ty.0))?.get(at.slot as usize)?;
        let table = std::mem::take(&mut self.edges[usize::from(old.0)]);
        for (_, Edge { from, to, mut values, .. }) in table.into_rows() {
            let (Some(from), Some(to)) = (new_ref(from), new_ref(to)) else { continue };
            if !new_shape.joins(from.ty, to.ty) {
                continue;
            }
            let values = migrate_row(&mut values, &sources, &new_shape.columns);
            let at = next.insert_edge(new, from, to, &values[..new_shape.discriminators]);
            if let Some(edge) = next.edge_mut(at) {
                edge.values = values;
            }
        }
    }
}

/// Returns `true` if two types have the same primary key: the same names and types, in the same
/// order.
fn is_same_key(old: &VertexShape, new: &VertexShape) -> bool {
    let columns_of =
        |shape: &VertexShape, columns: &[(usize, KeyType)]| -> Vec<(String, KeyType)> {
            columns.iter().map(|(at, ty)| (shape.columns[*at].name.clone(), *ty)).collect()
        };
    match (&old.key, &new.key) {
        (KeyShape::Columns(a), KeyShape::Columns(b)) => columns_of(old, a) == columns_of(new, b),
        (KeyShape::Id { ty: a, .. }, KeyShape::Id { ty: b, .. }) => a == b,
        _ => false,
    }
}

fn sources(old: &[Column], new: &[Column], dropped: &[&str]) -> Sources {
    let source = |new: &Column| {
        let is_kept = !dropped.contains(&new.name.as_str());
        old.iter().position(|old| is_kept && old.name == new.name && old.ty == new.ty)
    };
    new.iter().map(source).collect()
}

/// Returns the values of a row for the new columns.
fn migrate_row(old: &mut [Value], sources: &Sources, columns: &[Column]) -> Box<[Value]> {
    let value = |(source, column): (&Option<usize>, &Column)| match source {
        Some(at) => std::mem::replace(&mut old[*at], Value::Bool(false)),
        None => column.default.clone(),
    };
    sources.iter().zip(columns).map(value).collect()
}
