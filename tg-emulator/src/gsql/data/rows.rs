//! The vertices or edges that a statement is about.

use std::collections::HashMap;

use tg_gsql::syntax::ast::query::DataRows;

use super::attributes::RowType;
use super::condition::{Test, attribute};
use super::target::Target;
use crate::store::{GraphShape, Graphs, VertexRef, VisibleEdge};

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
    let types = types(graphs, graph, target);
    let tests = for_each_type(&types, |ty| {
        Test::of(selection.filter.as_ref(), &|alias, name| {
            ty.subject(graphs.schema(), &selection.from, alias, name)
        })
    })?;
    let holds = |row: &Row<'d>| {
        tests.get(&RowType::of(row)).is_some_and(|test| test.holds(&|it| row.get(graphs, it)))
    };
    let mut found = match target {
        Target::Vertices(ty) => {
            let all = of(ty, &graph.vertices).into_iter().flat_map(|ty| graphs.vertices(ty));
            all.map(|(at, _)| Row::Vertex(at)).filter(holds).collect::<Vec<_>>()
        }
        Target::Edges { from, .. } => {
            let all = of(from, &graph.vertices).into_iter().flat_map(|ty| graphs.vertices(ty));
            let edges = |at| graphs.visible_edges(at).map(move |edge| Row::Edge(at, edge));
            all.flat_map(|(at, _)| edges(at)).filter(holds).collect()
        }
    };
    for key in selection.order_by.iter().rev() {
        let (alias, name) =
            attribute(&key.value).ok_or("ORDER BY takes the names of attributes.")?;
        let subjects = for_each_type(&types, |ty| {
            Ok(ty.subject(graphs.schema(), &selection.from, alias, name)?.0)
        })?;
        let value = |row: &Row<'_>| {
            subjects.get(&RowType::of(row)).map(|subject| row.get(graphs, *subject))
        };
        found.sort_by(|a, b| {
            let ordering = value(a).cmp(&value(b));
            if key.descending { ordering.reverse() } else { ordering }
        });
    }
    let limit = selection.limit.and_then(|limit| usize::try_from(limit).ok());
    found.truncate(limit.unwrap_or(usize::MAX));
    Ok(found)
}

/// Returns the types that the rows can have.
fn types(graphs: &Graphs, graph: &GraphShape, target: Target) -> Vec<RowType> {
    let Target::Edges { from, edge, to } = target else {
        let Target::Vertices(ty) = target else { return Vec::new() };
        return of(ty, &graph.vertices).into_iter().map(RowType::Vertex).collect();
    };
    let mut types = Vec::new();
    for view in of(edge, &graph.edges) {
        let shape = graphs.schema().edge(view.ty);
        for &(source, other) in shape.pairs() {
            let (there, back) = ((source, other), (other, source));
            let pairs = match (shape.directed, view.reversed) {
                (true, false) => &[there][..],
                (true, true) => &[back],
                (false, _) => &[there, back],
            };
            for &(source, other) in pairs {
                if from.is_none_or(|ty| ty == source) && to.is_none_or(|ty| ty == other) {
                    types.push(RowType::Edge { from: source, view, to: other });
                }
            }
        }
    }
    types
}

/// Resolves names for each type. Types without one of the names have no rows; if no type has
/// them, the error is that of the first type.
fn for_each_type<T>(
    types: &[RowType],
    resolve: impl Fn(RowType) -> Result<T, String>,
) -> Result<HashMap<RowType, T>, String> {
    let (mut resolved, mut first_error) = (HashMap::new(), None);
    for ty in types {
        match resolve(*ty) {
            Ok(it) => _ = resolved.insert(*ty, it),
            Err(error) => _ = first_error.get_or_insert(error),
        }
    }
    match first_error {
        Some(error) if resolved.is_empty() => Err(error),
        _ => Ok(resolved),
    }
}

/// Returns the one type, or all.
fn of<T: Copy>(one: Option<T>, all: &[T]) -> Vec<T> {
    one.map_or_else(|| all.to_vec(), |one| vec![one])
}
