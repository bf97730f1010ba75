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
use crate::gsql;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::state::State;

/// Returns an answer with results that are JSON already.
fn results(results: &str) -> Reply {
    let body = format!(r#"{{"error":false,"message":"","results":{results}}}"#);
    Reply::json(StatusCode::OK, body)
}

fn list(elements: impl Iterator<Item = String>) -> Reply {
    results(&format!("[{}]", elements.collect::<Vec<_>>().join(",")))
}

fn style(state: &State) -> Style {
    match state.config.generation() {
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

/// `GET /gsql/v1/schema/graphs`: the payload is at the top level, and the names include reverse
/// types. With `graph` or `graphName`, the schema of that graph.
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
    Ok(Reply::ok(&json!({"graphs": listed, "error": false, "message": ""})))
}

/// `GET /gsql/v1/schema/vertices[/{name}][?graph=]`: without a graph, the global types.
pub(super) fn vertices(call: &Call<'_>, name: Option<&str>) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let (found, _) = visible(call, &database.graphs.schema().catalog)?;
    let style = style(call.state);
    let found = found.iter().map(|ty| (&ty.name, schema_json::vertex(ty, style)));
    one_or_all("vertex", name, found)
}

/// `GET /gsql/v1/schema/edges[/{name}][?graph=]`: without a graph, the global types.
pub(super) fn edges(call: &Call<'_>, name: Option<&str>) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let (_, found) = visible(call, &database.graphs.schema().catalog)?;
    let style = style(call.state);
    let found = found.iter().map(|ty| (&ty.name, schema_json::edge(ty, style)));
    one_or_all("edge", name, found)
}

/// Returns the type of a name, or all types if `name` is `None`.
fn one_or_all<'c>(
    kind: &str,
    name: Option<&str>,
    mut types: impl Iterator<Item = (&'c String, String)>,
) -> Result<Reply, GsqlError> {
    let Some(name) = name else { return Ok(list(types.map(|(_, ty)| ty))) };
    let found = types.find(|(known, _)| *known == name);
    let missing = || GsqlError::new(format!("The {kind} type '{name}' does not exist."));
    Ok(results(&found.ok_or_else(missing)?.1))
}

fn find_graph<'c>(catalog: &'c Catalog, name: &str) -> Result<&'c Graph, GsqlError> {
    catalog.graph(name).ok_or_else(|| GsqlError::graph(name))
}

/// Returns the types of the graph of `?graph=`, or the global ones.
fn visible<'c>(
    call: &'c Call<'_>,
    catalog: &'c Catalog,
) -> Result<(Vec<&'c VertexType>, Vec<&'c EdgeType>), GsqlError> {
    let graph = call.request.query.given("graph");
    graph.map(|name| find_graph(catalog, name)).transpose()?;
    Ok(gsql::visible_types(catalog, graph))
}
