//! Migration of the data to a new schema.

use std::collections::HashSet;
use std::sync::Arc;

use tg_gsql::apply::{Effect, TypeKind, TypeRef};
use tg_gsql::model::KeyType;

use super::graph::{Edge, Graphs, Vertex, VertexRef};
use super::schema::{
    Column, EdgeShape, EdgeTypeId, KeyShape, Schema, SharedSchema, VertexShape, VertexTypeId,
};
use super::slots::{Keyed, Slots};
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
    ///
    /// If all types keep their numbers, only the rows of those with other columns are changed.
    pub(crate) fn migrate(&mut self, schema: SharedSchema, effects: &[Effect]) {
        let dropped = Dropped::new(effects);
        let vertices = self.new_vertex_types(&schema, &dropped);
        let edges = self.new_edge_types(&schema, &dropped);
        let keeps_vertices = vertices.iter().zip(self.schema.vertex_ids());
        let keeps_edges = edges.iter().zip(self.schema.edge_ids());
        if keeps_vertices.into_iter().all(|(new, old)| *new == Some(old))
            && keeps_edges.into_iter().all(|(new, old)| *new == Some(old))
            && self.keeps_pairs(&schema)
        {
            return self.extend(schema, &dropped);
        }
        let mut next = Self::empty(schema);
        let mut new_refs: Vec<Vec<Option<VertexRef>>> = Vec::new();
        for (old, new) in self.schema.vertex_ids().zip(vertices) {
            new_refs.push(self.move_vertices(old, new, &dropped, &mut next));
        }
        for (old, new) in self.schema.edge_ids().zip(edges) {
            if let Some(new) = new {
                self.move_edges((old, new), &new_refs, &dropped, &mut next);
            }
        }
        *self = next;
    }

    /// Replaces the schema by one in which all types have their numbers.
    fn extend(&mut self, schema: SharedSchema, dropped: &Dropped) {
        for (old, table) in self.schema.vertex_ids().zip(&mut self.vertices) {
            let (shape, columns) = (self.schema.vertex(old), &schema.vertex(old).columns);
            let names = dropped.attributes_of(&shape.type_ref());
            migrate_table(table, (&shape.columns, columns), &names, |vertex| &mut vertex.values);
        }
        for (old, table) in self.schema.edge_ids().zip(&mut self.edges) {
            let (shape, columns) = (self.schema.edge(old), &schema.edge(old).columns);
            let names = dropped.attributes_of(&shape.type_ref());
            migrate_table(table, (&shape.columns, columns), &names, |edge| &mut edge.values);
        }
        self.vertices.resize_with(schema.vertices.len(), Slots::default);
        self.banned_ids.resize_with(schema.vertices.len(), Arc::default);
        self.edges.resize_with(schema.edges.len(), Slots::default);
        self.adjacency.resize_with(schema.edges.len(), Default::default);
        self.schema = schema;
    }

    /// Returns `true` if all edge types can still connect the vertex types that they connected.
    fn keeps_pairs(&self, schema: &Schema) -> bool {
        self.schema.edges.iter().zip(&schema.edges).all(|(old, new)| {
            let is_kept = |pair: &(VertexTypeId, VertexTypeId)| new.joins(pair.0, pair.1);
            old.pairs == new.pairs || old.pairs.iter().all(is_kept)
        })
    }

    /// Returns the types in the new schema to which the vertices of each old type belong.
    fn new_vertex_types(&self, schema: &Schema, dropped: &Dropped) -> Vec<Option<VertexTypeId>> {
        let numbers = schema.vertex_numbers();
        let new_type = |shape: &VertexShape| {
            let new = VertexTypeId(*numbers.get(&shape.identity())?);
            let is_kept = is_same_key(shape, schema.vertex(new))
                && !dropped.types.contains(&shape.type_ref());
            is_kept.then_some(new)
        };
        self.schema.vertices.iter().map(new_type).collect()
    }

    /// Returns the types in the new schema to which the edges of each old type belong.
    fn new_edge_types(&self, schema: &Schema, dropped: &Dropped) -> Vec<Option<EdgeTypeId>> {
        let numbers = schema.edge_numbers();
        let new_type = |shape: &EdgeShape| {
            let new = EdgeTypeId(*numbers.get(&shape.identity())?);
            let found = schema.edge(new);
            let is_kept = found.directed == shape.directed
                && found.discriminators == shape.discriminators
                && !dropped.types.contains(&shape.type_ref());
            is_kept.then_some(new)
        };
        self.schema.edges.iter().map(new_type).collect()
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

/// Gives all rows of a table the new columns, unless they are the same as the old ones.
fn migrate_table<T: Keyed + Clone>(
    table: &mut Slots<T>,
    (old, new): (&[Column], &[Column]),
    dropped: &[&str],
    values: fn(&mut T) -> &mut Box<[Value]>,
) {
    let sources = sources(old, new, dropped);
    let is_same = old.len() == new.len()
        && sources.iter().enumerate().all(|(at, source)| *source == Some(at));
    if !is_same {
        table.change_all(|row| {
            let values = values(row);
            *values = migrate_row(values, &sources, new);
        });
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

#[cfg(test)]
mod tests {
    use tg_gsql::{apply, syntax::parse};

    use super::super::database::Database;
    use super::super::key::Key;
    use super::*;

    /// Executes declarations, as the shell does one by one.
    fn declare(database: &mut Database, script: &str) {
        for statement in parse(script).statements {
            let mut catalog = database.graphs.schema().catalog.clone();
            let outcome = apply::apply(&mut catalog, None, &statement.value);
            assert!(outcome.is_ok(), "{:?}", outcome.findings);
            database.set_catalog(catalog, &outcome.effects);
        }
    }

    #[test]
    fn a_new_type_leaves_the_rows_of_others_alone() {
        let mut database = Database::default();
        declare(&mut database, "CREATE VERTEX A (PRIMARY_ID id STRING, n INT)");
        let ty = VertexTypeId(0);
        for id in 0..1000 {
            let key = Key::parse(&id.to_string(), database.graphs.schema().vertex(ty)).unwrap();
            let vacant = database.graphs.look_up_vertex(ty, &key.text).unwrap_err();
            database.graphs.insert_vertex(vacant, ty, key);
        }
        let before = database.clone();
        declare(
            &mut database,
            "CREATE VERTEX B (PRIMARY_ID id STRING) CREATE DIRECTED EDGE E (FROM A, TO B)
             CREATE GRAPH g (A)",
        );
        assert_eq!(database.graphs.count_vertices(ty), 1000);
        let mut apart = database.graphs.vertices[0].rows_apart(&before.graphs.vertices[0]);
        assert!(apart.next().is_none());
    }
}
