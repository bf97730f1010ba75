//! `/graph/{g}/vertices/...`: reading, counting and deleting vertices.

use serde::Serialize;

use super::call::Deadline;
use super::envelope::Envelope;
use super::error::RestError;
use super::listing::{Bound, Listing};
use crate::http::reply::Reply;
use crate::request::Call;
use crate::store::{
    Database, GraphShape, Graphs, Key, Vertex, VertexRef, VertexShape, VertexTypeId, compare,
};
use crate::store::{Rows, VertexBody};

#[derive(Serialize)]
struct Count<'a> {
    v_type: &'a str,
    count: usize,
}

#[derive(Serialize)]
struct Deleted<'a> {
    v_type: &'a str,
    deleted_vertices: usize,
}

/// `GET .../vertices/{type}`
pub(super) fn list(call: &Call<'_>, graph: &str, ty: &str) -> Result<Reply, RestError> {
    let listing = Listing::read(call)?;
    let database = call.state.read();
    let (ty, shape, bound) = resolve(call, &database, graph, ty, &listing)?;
    let version = database.version(graph);
    if listing.count_only {
        let mut count = 0;
        for row in call.deadline().bound(database.graphs.vertices(ty)) {
            count += usize::from(holds(&bound, row?.1));
        }
        return Envelope::new(version, [Count { v_type: &shape.name, count }]).reply(call);
    }
    let found = rows(&database.graphs, ty, &bound, listing.limit, call.deadline())?;
    let select = bound.select.as_deref();
    let bodies = Rows(|| found.iter().map(|(_, vertex)| VertexBody { shape, vertex, select }));
    Envelope::new(version, bodies).reply(call)
}

/// `GET .../vertices/{type}/{id}`
pub(super) fn get(call: &Call<'_>, graph: &str, ty: &str, id: &str) -> Result<Reply, RestError> {
    let listing = Listing::read(call)?;
    let database = call.state.read();
    let (ty, shape, bound) = resolve(call, &database, graph, ty, &listing)?;
    let at = find(&database.graphs, "vertex id", ty, shape, id)?;
    let select = bound.select.as_deref();
    let vertex = database.graphs.vertex(at);
    let bodies = Rows(|| vertex.iter().map(|vertex| VertexBody { shape, vertex, select }));
    Envelope::new(database.version(graph), bodies).reply(call)
}

/// `DELETE .../vertices/{type}` and `DELETE .../delete_by_type/vertices/{type}`
pub(super) fn delete(call: &Call<'_>, graph: &str, ty: &str) -> Result<Reply, RestError> {
    let listing = Listing::read(call)?;
    let forever = call.flag("permanent")?;
    let mut database = call.state.write();
    let (ty, shape, bound) = resolve(call, &database, graph, ty, &listing)?;
    let name = shape.name.clone();
    let found: Vec<VertexRef> = rows(&database.graphs, ty, &bound, listing.limit, call.deadline())?
        .iter()
        .map(|(at, _)| *at)
        .collect();
    for at in &found {
        database.graphs.remove_vertex(*at, forever);
    }
    let deleted = Deleted { v_type: &name, deleted_vertices: found.len() };
    Envelope::new(database.version(graph), deleted).reply(call)
}

/// `DELETE .../vertices/{type}/{id}`; an id that does not exist deletes nothing.
pub(super) fn delete_one(
    call: &Call<'_>,
    graph: &str,
    ty: &str,
    id: &str,
) -> Result<Reply, RestError> {
    call.check_common()?;
    let forever = call.flag("permanent")?;
    let mut database = call.state.write();
    let (ty, shape) = vertex_type(call.graph(&database, graph)?, &database, "vertex_type", ty)?;
    let name = shape.name.clone();
    let found = find(&database.graphs, "vertex id", ty, shape, id).ok();
    if let Some(at) = found {
        database.graphs.remove_vertex(at, forever);
    }
    let deleted = Deleted { v_type: &name, deleted_vertices: usize::from(found.is_some()) };
    Envelope::new(database.version(graph), deleted).reply(call)
}

/// Returns a vertex type of a graph, by the name in a parameter.
pub(super) fn vertex_type<'d>(
    graph: &GraphShape,
    database: &'d Database,
    parameter: &str,
    name: &str,
) -> Result<(VertexTypeId, &'d VertexShape), RestError> {
    let ty =
        graph.vertex(name).ok_or_else(|| RestError::type_name(parameter, name, &graph.name))?;
    Ok((ty, database.graphs.schema().vertex(ty)))
}

/// Returns the vertex of an id, or error 601.
pub(super) fn find(
    graphs: &Graphs,
    parameter: &str,
    ty: VertexTypeId,
    shape: &VertexShape,
    id: &str,
) -> Result<VertexRef, RestError> {
    let key = Key::parse(id, shape).ok();
    key.and_then(|key| graphs.find_vertex(ty, &key.text))
        .ok_or_else(|| RestError::vertex(parameter, id, &shape.name))
}

fn resolve<'d>(
    call: &Call<'_>,
    database: &'d Database,
    graph: &str,
    ty: &str,
    listing: &Listing<'_>,
) -> Result<(VertexTypeId, &'d VertexShape, Bound), RestError> {
    let (ty, shape) = vertex_type(call.graph(database, graph)?, database, "vertex_type", ty)?;
    let bound = listing.bind(|name| {
        let field = shape.field(name)?;
        Some((field, shape.field_type(field)))
    })?;
    Ok((ty, shape, bound))
}

fn holds(bound: &Bound, vertex: &Vertex) -> bool {
    bound.filter.holds(|field| vertex.get(field))
}

fn rows<'d>(
    graphs: &'d Graphs,
    ty: VertexTypeId,
    bound: &Bound,
    limit: Option<usize>,
    deadline: Deadline,
) -> Result<Vec<(VertexRef, &'d Vertex)>, RestError> {
    let limit = limit.unwrap_or(usize::MAX);
    let most = if bound.order.is_empty() { limit } else { usize::MAX };
    let mut rows = Vec::new();
    for row in deadline.bound(graphs.vertices(ty)) {
        let row = row?;
        if holds(bound, row.1) {
            rows.push(row);
        }
        if rows.len() >= most {
            break;
        }
    }
    rows.sort_by(|(_, a), (_, b)| compare(&bound.order, |f| a.get(f), |f| b.get(f)));
    rows.truncate(limit);
    Ok(rows)
}
