//! The schema: read on both generations, changed over REST on 4.x.

mod body;
pub(super) mod graphs;
pub(super) mod indexes;
mod job_json;
pub(super) mod jobs;
pub(super) mod kinds;
pub(super) mod tuples;

use http::StatusCode;
use serde_json::json;
use tg_gsql::json::{self as schema_json, Style};
use tg_gsql::model::{Catalog, EdgeType, Graph, VertexType};

use super::error::GsqlError;
use crate::config::Generation;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::state::State;

/// Results that are JSON already.
fn results(results: &str) -> Reply {
    let body = format!(r#"{{"error":false,"message":"","results":{results}}}"#);
    Reply::json(StatusCode::OK, body)
}

fn list(elements: impl Iterator<Item = String>) -> Reply {
    results(&format!("[{}]", elements.collect::<Vec<_>>().join(",")))
}

fn style(state: &State) -> Style {
    match state.config.generation {
        Generation::V3 => Style::V3,
        Generation::V4 => Style::V4,
    }
}

/// `GET /gsql/v1/schema?graph=[&type=]`, on 3.x `GET /gsqlserver/gsql/schema`
pub(super) fn by_query(call: &Call<'_>) -> Result<Reply, GsqlError> {
    match call.request.query.given("graph") {
        Some(name) => graph(call, name),
        None => Err(GsqlError::new("The parameter graph is missing.")),
    }
}

/// `GET /gsql/v1/schema/graphs/{graph}[?type=]`
pub(super) fn graph(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    find_graph(catalog, name)?;
    let style = style(call.state);
    match call.request.query.given("type") {
        Some(ty) => {
            let vertex = catalog.vertex(name, ty);
            let edge = catalog.edge(name, ty);
            let vertex = vertex.map(|ty| schema_json::vertex(ty, style));
            let found = vertex.or_else(|| edge.map(|ty| schema_json::edge(ty, style)));
            let found = found.ok_or_else(|| {
                GsqlError::new(format!("The type '{ty}' does not exist in graph '{name}'."))
            })?;
            Ok(results(&found))
        }
        None => Ok(results(&schema_json::graph(catalog, name, style))),
    }
}

/// `GET /gsql/v1/schema/graphs`: the payload at the top, reverse types among the names. With
/// `graph` or `graphName`, the schema of that one.
pub(super) fn list_graphs(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let query = &call.request.query;
    if let Some(name) = query.given("graph").or_else(|| query.given("graphName")) {
        return graph(call, name);
    }
    let database = call.state.read();
    let schema = database.graphs.schema();
    let listed = schema.graphs().iter().map(|graph| {
        let vertices: Vec<_> = graph.vertices.iter().map(|ty| &schema.vertex(*ty).name).collect();
        let edges: Vec<_> = graph.edges.iter().map(|view| schema.name_of(*view)).collect();
        json!({"graphName": graph.name, "vertices": vertices, "edges": edges})
    });
    let listed: Vec<_> = listed.collect();
    Ok(Reply::document(StatusCode::OK, &json!({"graphs": listed, "error": false, "message": ""})))
}

/// `GET /gsql/v1/schema/vertices[?graph=]`: without a graph, the global types.
pub(super) fn vertices(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    let style = style(call.state);
    let found = visible_vertices(call, catalog)?.into_iter();
    Ok(list(found.map(|ty| schema_json::vertex(ty, style))))
}

/// `GET /gsql/v1/schema/vertices/{name}[?graph=]`
pub(super) fn vertex(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    let found = visible_vertices(call, catalog)?.into_iter().find(|v| v.name == name);
    let found =
        found.ok_or_else(|| GsqlError::new(format!("The vertex type '{name}' does not exist.")))?;
    Ok(results(&schema_json::vertex(found, style(call.state))))
}

/// `GET /gsql/v1/schema/edges[?graph=]`: without a graph, the global types.
pub(super) fn edges(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    let style = style(call.state);
    let found = visible_edges(call, catalog)?.into_iter();
    Ok(list(found.map(|ty| schema_json::edge(ty, style))))
}

/// `GET /gsql/v1/schema/edges/{name}[?graph=]`
pub(super) fn edge(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    let found = visible_edges(call, catalog)?.into_iter().find(|e| e.name == name);
    let found =
        found.ok_or_else(|| GsqlError::new(format!("The edge type '{name}' does not exist.")))?;
    Ok(results(&schema_json::edge(found, style(call.state))))
}

fn find_graph<'c>(catalog: &'c Catalog, name: &str) -> Result<&'c Graph, GsqlError> {
    catalog.graph(name).ok_or_else(|| GsqlError::graph(name))
}

fn visible_vertices<'c>(
    call: &Call<'_>,
    catalog: &'c Catalog,
) -> Result<Vec<&'c VertexType>, GsqlError> {
    Ok(match call.request.query.given("graph") {
        Some(name) => catalog.vertices_of(&find_graph(catalog, name)?.name).collect(),
        None => catalog.vertices.iter().filter(|v| v.local_to.is_none()).collect(),
    })
}

fn visible_edges<'c>(
    call: &Call<'_>,
    catalog: &'c Catalog,
) -> Result<Vec<&'c EdgeType>, GsqlError> {
    Ok(match call.request.query.given("graph") {
        Some(name) => catalog.edges_of(&find_graph(catalog, name)?.name).collect(),
        None => catalog.edges.iter().filter(|e| e.local_to.is_none()).collect(),
    })
}
