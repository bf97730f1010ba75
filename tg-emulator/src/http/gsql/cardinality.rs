//! `/gsql/v1/stats/cardinality` (4.x): the optimizer's statistics.

use super::error::GsqlError;
use super::rights;
use crate::catalog::{Cardinality, EdgeCount, VertexCount};
use crate::http::gsql::body;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::store::{Database, VertexTypeId};

fn graph(call: &Call<'_>) -> Result<String, GsqlError> {
    rights::graph(call)?.ok_or_else(|| GsqlError::new("The parameter graph is missing."))
}

/// Returns the persisted counts; without them, the current ones.
pub(super) fn get(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let persisted = call.state.cardinalities().get(&graph).cloned();
    let counts = match persisted {
        Some(persisted) => persisted,
        None => counted(call, &graph)?,
    };
    Ok(Reply::results(counts))
}

/// Persists the counts in the body, or else the current ones: of `vertex`, of `edge` with `from`
/// and `to`, or of everything.
pub(super) fn persist(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let counts = if call.request.body.trim_ascii().is_empty() {
        counted(call, &graph)?
    } else {
        let given: Cardinality = body(call.request)?;
        check_types(call, &graph, &given)?;
        given
    };
    let mut persisted = call.state.cardinalities();
    let persisted = persisted.entry(graph).or_default();
    for new in counts.vertex_counts {
        persisted.vertex_counts.retain(|old| old.ty != new.ty);
        persisted.vertex_counts.push(new);
    }
    for new in counts.edge_counts {
        persisted
            .edge_counts
            .retain(|old| (&old.ty, &old.from, &old.to) != (&new.ty, &new.from, &new.to));
        persisted.edge_counts.push(new);
    }
    Ok(Reply::done("successfully persisted statistics"))
}

pub(super) fn delete(call: &Call<'_>) -> Result<Reply, GsqlError> {
    call.state.cardinalities().remove(&graph(call)?);
    Ok(Reply::done("successfully deleted statistics"))
}

/// Counts what the parameters select.
fn counted(call: &Call<'_>, graph: &str) -> Result<Cardinality, GsqlError> {
    let query = &call.request.query;
    let (vertex, edge) = (query.given("vertex"), query.given("edge"));
    let (from, to) = (query.given("from"), query.given("to"));
    let mut counts = all(&call.state.read(), graph);
    let fits = |filter: Option<&str>, name: &str| filter.is_none_or(|filter| filter == name);
    if vertex.is_some() || edge.is_some() {
        counts.vertex_counts.retain(|it| vertex == Some(&*it.ty));
        counts
            .edge_counts
            .retain(|it| edge == Some(&*it.ty) && fits(from, &it.from) && fits(to, &it.to));
    }
    if let Some(name) = vertex
        && counts.vertex_counts.is_empty()
    {
        return Err(GsqlError::new(format!("The vertex type '{name}' does not exist.")));
    }
    if let Some(name) = edge
        && counts.edge_counts.is_empty()
    {
        let message = format!("The edge type '{name}' with these ends does not exist.");
        return Err(GsqlError::new(message));
    }
    Ok(counts)
}

/// Counts everything in a graph, including types without elements.
fn all(database: &Database, graph: &str) -> Cardinality {
    let graphs = &database.graphs;
    let schema = graphs.schema();
    let Some(shape) = schema.graph(graph) else { return Cardinality::default() };
    let name = |ty: VertexTypeId| schema.vertex(ty).name.clone();
    let vertices = shape
        .vertices
        .iter()
        .map(|&ty| VertexCount { count: graphs.count_vertices(ty) as u64, ty: name(ty) });
    let mut edges = Vec::new();
    for view in shape.edges.iter().filter(|view| !view.reversed) {
        let edge = schema.edge(view.ty);
        let here = |ty| shape.vertices.contains(ty);
        for &(from, to) in edge.pairs().iter().filter(|(from, to)| here(from) && here(to)) {
            let edges_between =
                graphs.edges(view.ty).filter(|it| (it.from.ty, it.to.ty) == (from, to));
            let count = edges_between.count() as u64;
            edges.push(EdgeCount { count, ty: edge.name.clone(), from: name(from), to: name(to) });
        }
    }
    Cardinality { vertex_counts: vertices.collect(), edge_counts: edges }
}

/// Checks that the types of given counts are in the graph.
fn check_types(call: &Call<'_>, graph: &str, given: &Cardinality) -> Result<(), GsqlError> {
    let known = all(&call.state.read(), graph);
    for count in &given.vertex_counts {
        if !known.vertex_counts.iter().any(|it| it.ty == count.ty) {
            return Err(GsqlError::new(format!("The vertex type '{}' does not exist.", count.ty)));
        }
    }
    for EdgeCount { ty, from, to, .. } in &given.edge_counts {
        if !known.edge_counts.iter().any(|it| (&it.ty, &it.from, &it.to) == (ty, from, to)) {
            let message = format!("The edge type '{ty}' from '{from}' to '{to}' does not exist.");
            return Err(GsqlError::new(message));
        }
    }
    Ok(())
}
