//! The vertices or edges that a statement is about.

use tg_gsql::syntax::ast::query::{DataRows, ExprKind};

use super::condition::{Subject, Test};
use super::target::Target;
use crate::store::{
    EdgeShape, EdgeView, Field, GraphShape, Graphs, KeyShape, Schema, Value, ValueType, VertexRef,
    VertexShape, VertexTypeId, VisibleEdge,
};

/// A row of a statement's result.
#[derive(Debug, Clone, Copy)]
pub(super) enum Row<'d> {
    Vertex(VertexRef),
    /// An edge, with the vertex from which it is seen.
    Edge(VertexRef, VisibleEdge<'d>),
}

/// Returns the rows, sorted and limited.
pub(super) fn rows<'d>(
    graphs: &'d Graphs,
    graph: &GraphShape,
    target: Target,
    selection: &DataRows,
) -> Result<Vec<Row<'d>>, String> {
    let schema = graphs.schema();
    let mut found = match target {
        Target::Vertices(ty) => vertices(graphs, &of(ty, &graph.vertices), selection)?,
        Target::Edges { from, edge, to } => {
            let views = of(edge, &graph.edges);
            edges(graphs, &of(from, &graph.vertices), &views, to, selection)?
        }
    };
    for key in selection.order_by.iter().rev() {
        let ExprKind::Name(name) = &key.value.kind else {
            return Err("ORDER BY takes the names of attributes.".to_owned());
        };
        let value = |row: &Row<'_>| attribute(graphs, schema, *row, name);
        if found.first().is_some_and(|row| value(row).is_none()) {
            return Err(format!("The attribute {name} does not exist."));
        }
        found.sort_by(|a, b| {
            let ordering = value(a).cmp(&value(b));
            if key.descending { ordering.reverse() } else { ordering }
        });
    }
    let limit = selection.limit.and_then(|limit| usize::try_from(limit).ok());
    found.truncate(limit.unwrap_or(usize::MAX));
    Ok(found)
}

/// Returns the one type, or all.
fn of<T: Copy>(one: Option<T>, all: &[T]) -> Vec<T> {
    one.map_or_else(|| all.to_vec(), |one| vec![one])
}

fn vertices<'d>(
    graphs: &'d Graphs,
    types: &[VertexTypeId],
    selection: &DataRows,
) -> Result<Vec<Row<'d>>, String> {
    let schema = graphs.schema();
    let mut found = Vec::new();
    for ty in types {
        let shape = schema.vertex(*ty);
        let test = Test::of(selection.filter.as_ref(), &|name| vertex_subject(shape, name))?;
        for (at, vertex) in graphs.vertices(*ty) {
            let get = |subject| match subject {
                Subject::Field(field) => vertex.get(field).into_owned(),
                _ => Value::text(&vertex.id),
            };
            if test.holds(&get) {
                found.push(Row::Vertex(at));
            }
        }
    }
    Ok(found)
}

fn edges<'d>(
    graphs: &'d Graphs,
    from: &[VertexTypeId],
    views: &[EdgeView],
    to: Option<VertexTypeId>,
    selection: &DataRows,
) -> Result<Vec<Row<'d>>, String> {
    let schema = graphs.schema();
    let bind = |view: &EdgeView| {
        let shape = schema.edge(view.ty);
        let test = Test::of(selection.filter.as_ref(), &|name| edge_subject(shape, name))?;
        Ok((*view, test))
    };
    let tests = views.iter().map(bind).collect::<Result<Vec<_>, String>>()?;
    let id = |at| graphs.vertex(at).map_or_else(|| Value::text(""), |it| Value::text(&it.id));
    let mut found = Vec::new();
    for (at, _) in from.iter().flat_map(|ty| graphs.vertices(*ty)) {
        for visible_edge in graphs.visible_edges(at) {
            let test = tests.iter().find(|(view, _)| *view == visible_edge.view);
            let Some((_, test)) = test else { continue };
            let get = |subject| match subject {
                Subject::Field(field) => visible_edge.get(field).into_owned(),
                Subject::Id => id(at),
                Subject::OtherId => id(visible_edge.other),
            };
            if to.is_none_or(|ty| visible_edge.other.ty == ty) && test.holds(&get) {
                found.push(Row::Edge(at, visible_edge));
            }
        }
    }
    Ok(found)
}

fn vertex_subject(shape: &VertexShape, name: &str) -> Option<(Subject, ValueType)> {
    if let Some(field) = shape.field(name) {
        return Some((Subject::Field(field), shape.field_type(field)));
    }
    let is_id = name.eq_ignore_ascii_case("primary_id")
        || matches!(&shape.key, KeyShape::Id { name: id, .. } if id == name);
    is_id.then_some(match &shape.key {
        KeyShape::Id { ty, .. } => (Subject::Field(Field::Id(*ty)), ValueType::of_key(*ty)),
        KeyShape::Columns(columns) => match &columns[..] {
            [(at, _)] => (Subject::Field(Field::Column(*at)), shape.columns[*at].ty.clone()),
            _ => (Subject::Id, ValueType::Text(None)),
        },
    })
}

fn edge_subject(shape: &EdgeShape, name: &str) -> Option<(Subject, ValueType)> {
    let text = ValueType::Text(None);
    match name.to_ascii_lowercase().as_str() {
        "from_id" => Some((Subject::Id, text)),
        "to_id" => Some((Subject::OtherId, text)),
        _ => {
            let at = shape.column(name)?;
            Some((Subject::Field(Field::Column(at)), shape.columns[at].ty.clone()))
        }
    }
}

fn attribute(graphs: &Graphs, schema: &Schema, row: Row<'_>, name: &str) -> Option<Value> {
    match row {
        Row::Vertex(at) => {
            let vertex = graphs.vertex(at)?;
            match vertex_subject(schema.vertex(at.ty), name)? {
                (Subject::Field(field), _) => Some(vertex.get(field).into_owned()),
                _ => Some(Value::text(&vertex.id)),
            }
        }
        Row::Edge(from, visible_edge) => {
            match edge_subject(schema.edge(visible_edge.view.ty), name)? {
                (Subject::Field(field), _) => Some(visible_edge.get(field).into_owned()),
                (Subject::Id, _) => Some(Value::text(&graphs.vertex(from)?.id)),
                (Subject::OtherId, _) => Some(Value::text(&graphs.vertex(visible_edge.other)?.id)),
            }
        }
    }
}
