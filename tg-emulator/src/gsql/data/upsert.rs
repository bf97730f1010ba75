//! `UPSERT`

use std::collections::HashSet;

use tg_gsql::syntax::ast::query::{ExprKind, InsertValue, Upsert};

use super::target::Target;
use super::value;
use crate::gsql::Rejection;
use crate::gsql::session::Session;
use crate::store::{
    Batch, Column, Conditions, EdgeView, EdgeWrite, End, Key, KeyShape, Op, Schema, Update,
    VertexTypeId, VertexWrite,
};

impl Session<'_> {
    /// Writes one vertex or edge; returns what was written.
    pub(super) fn upsert(&mut self, upsert: &Upsert) -> Result<String, Rejection> {
        let mut database = self.state.write();
        let schema = database.graphs.shared_schema();
        let graph = self.graph_of_data(&schema)?;
        let mut batch = Batch::default();
        let answer = match Target::of(&upsert.into, graph)? {
            Target::Vertices(Some(ty)) => {
                batch.vertices.push(vertex(&schema, ty, &upsert.values)?);
                format!("Successfully upserted a vertex of type {}.", schema.vertex(ty).name)
            }
            Target::Edges { from: Some(from), edge: Some(edge), to: Some(to) } => {
                batch.edges.push(self::edge(&schema, edge, [from, to], &upsert.values)?);
                format!("Successfully upserted an edge of type {}.", schema.name_of(edge))
            }
            _ => return Err("UPSERT takes the names of types.".to_owned().into()),
        };
        database.graphs.apply(batch, Conditions::default());
        Ok(answer)
    }
}

/// Reads the values of a vertex: those of the key, then the others in the order of the schema.
fn vertex(
    schema: &Schema,
    ty: VertexTypeId,
    values: &[InsertValue],
) -> Result<VertexWrite, String> {
    let shape = schema.vertex(ty);
    let parts: HashSet<usize> = match &shape.key {
        KeyShape::Id { .. } => HashSet::new(),
        KeyShape::Columns(columns) => columns.iter().map(|(at, _)| *at).collect(),
    };
    let in_key = parts.len().max(1);
    let (key, rest) = match values {
        // All parts of a composite key in parentheses.
        [first, rest @ ..]
            if in_key > 1
                && matches!(&first.value.kind, ExprKind::Group(group) if group.len() == in_key) =>
        {
            (end(schema, ty, std::slice::from_ref(first))?, rest)
        }
        _ if values.len() < in_key => {
            return Err(format!("{} takes {in_key} values for its key.", shape.name));
        }
        _ => {
            let (key, rest) = values.split_at(in_key);
            (end(schema, ty, key)?, rest)
        }
    };
    let columns = shape.columns[..shape.attributes].iter().enumerate();
    let columns = columns.filter(|(at, _)| !parts.contains(at));
    let updates = updates(&shape.name, columns, in_key, rest)?;
    Ok(VertexWrite { ty, key: key.key, updates })
}

/// Reads the values of an edge: its ends, the discriminator, and the other attributes.
fn edge(
    schema: &Schema,
    view: EdgeView,
    [from, to]: [VertexTypeId; 2],
    values: &[InsertValue],
) -> Result<EdgeWrite, String> {
    let shape = schema.edge(view.ty);
    let name = schema.name_of(view);
    let pair = if view.reversed { (to, from) } else { (from, to) };
    if !shape.joins(pair.0, pair.1) {
        let (from, to) = (&schema.vertex(from).name, &schema.vertex(to).name);
        return Err(format!(
            "FROM or TO vertex type does not exist! {name} does not join {from} and {to}."
        ));
    }
    let (ends, rest) = match values {
        [first, second, rest @ ..] => ([first, second], rest),
        _ => return Err(format!("{name} takes a source and a target.")),
    };
    for (end, ty) in ends.iter().zip([from, to]) {
        let expected = &schema.vertex(ty).name;
        if let Some(given) = end.vertex_type.as_ref().filter(|it| it.value != *expected) {
            return Err(format!("{} is not the vertex type {expected}.", given.value));
        }
    }
    let source = end(schema, from, std::slice::from_ref(ends[0]))?;
    let target = end(schema, to, std::slice::from_ref(ends[1]))?;
    if rest.len() < shape.discriminators {
        return Err(format!("{name} takes {} values for its discriminator.", shape.discriminators));
    }
    let (identity, rest) = rest.split_at(shape.discriminators);
    let parts = identity.iter().zip(&shape.columns);
    let discriminator =
        parts.map(|(given, column)| fitting(given, column)).collect::<Result<_, _>>()?;
    let columns = shape.columns.iter().enumerate().skip(shape.discriminators);
    let updates = updates(name, columns, 2 + shape.discriminators, rest)?;
    let (from, to) = if view.reversed { (target, source) } else { (source, target) };
    Ok(EdgeWrite { ty: view.ty, from, to, reversed: view.reversed, discriminator, updates })
}

/// Returns the vertex with an id, which several values can form.
fn end(schema: &Schema, ty: VertexTypeId, parts: &[InsertValue]) -> Result<End, String> {
    let shape = schema.vertex(ty);
    let texts = parts.iter().map(|part| {
        let text = value::id(&part.value);
        text.ok_or_else(|| format!("an id of {} is a text or a number.", shape.name))
    });
    let text = texts.collect::<Result<Vec<_>, _>>()?.join(",");
    let key = Key::parse(&text, shape).map_err(|error| format!("{}: {error}.", shape.name))?;
    Ok(End { ty, key })
}

/// Returns the updates of the columns, whose values follow the first `before` values.
fn updates<'a>(
    name: &str,
    columns: impl Iterator<Item = (usize, &'a Column)>,
    before: usize,
    values: &[InsertValue],
) -> Result<Vec<Update>, String> {
    let columns: Vec<_> = columns.collect();
    if values.len() > columns.len() {
        let (most, given) = (before + columns.len(), before + values.len());
        return Err(format!("{name} takes {most} values, not {given}."));
    }
    let given = columns.into_iter().zip(values);
    // `_` keeps the value of an attribute, or the default of a new one.
    let given = given.filter(|(_, value)| value.value.kind != ExprKind::Underscore);
    given
        .map(|((column, shape), value)| {
            let value = fitting(value, shape)?;
            Ok(Update { column, op: Op::Overwrite, value })
        })
        .collect()
}

fn fitting(given: &InsertValue, column: &Column) -> Result<crate::store::Value, String> {
    value::value(&given.value, &column.ty).ok_or_else(|| {
        format!("the value of attribute {} is not a {}.", column.name, column.ty.spelling())
    })
}
