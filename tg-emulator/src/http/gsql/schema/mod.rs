//! Reading the schema.

mod types;

use http::StatusCode;
use serde_json::{Value, json};
use tg_gsql::model::{Catalog, EdgeType, Graph, TupleFieldType, TupleType, VertexType};

use super::Call;
use super::error::GsqlError;
use crate::http::reply::Reply;
use crate::state::State;
use types::Style;

fn results(results: &Value) -> Reply {
    Reply::document(StatusCode::OK, &json!({"error": false, "message": "", "results": results}))
}

fn style(state: &State) -> Style {
    Style { generation: state.config.generation }
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
            let found = vertex.map(|v| style.vertex(v)).or_else(|| edge.map(|e| style.edge(e)));
            let found = found.ok_or_else(|| {
                GsqlError::new(format!("The type '{ty}' does not exist in graph '{name}'."))
            })?;
            Ok(results(&found))
        }
        None => Ok(results(&json!({
            "GraphName": name,
            "VertexTypes": catalog.vertices_of(name).map(|v| style.vertex(v)).collect::<Vec<_>>(),
            "EdgeTypes": catalog.edges_of(name).map(|e| style.edge(e)).collect::<Vec<_>>(),
        }))),
    }
}

/// `GET /gsql/v1/schema/graphs`: the payload at the top, reverse types among the names. With
/// `graph` or `graphName`, the schema of that one.
pub(super) fn graphs(call: &Call<'_>) -> Result<Reply, GsqlError> {
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
    let found: Vec<_> =
        visible_vertices(call, catalog)?.into_iter().map(|v| style.vertex(v)).collect();
    Ok(results(&found.into()))
}

/// `GET /gsql/v1/schema/vertices/{name}[?graph=]`
pub(super) fn vertex(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    let found = visible_vertices(call, catalog)?.into_iter().find(|v| v.name == name);
    let found =
        found.ok_or_else(|| GsqlError::new(format!("The vertex type '{name}' does not exist.")))?;
    Ok(results(&style(call.state).vertex(found)))
}

/// `GET /gsql/v1/schema/edges[?graph=]`: without a graph, the global types.
pub(super) fn edges(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    let style = style(call.state);
    let found: Vec<_> = visible_edges(call, catalog)?.into_iter().map(|e| style.edge(e)).collect();
    Ok(results(&found.into()))
}

/// `GET /gsql/v1/schema/edges/{name}[?graph=]`
pub(super) fn edge(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    let found = visible_edges(call, catalog)?.into_iter().find(|e| e.name == name);
    let found =
        found.ok_or_else(|| GsqlError::new(format!("The edge type '{name}' does not exist.")))?;
    Ok(results(&style(call.state).edge(found)))
}

/// `GET /gsql/v1/udt/tuples[/{name}][?graph=]`, on 3.x `GET /gsqlserver/gsql/udtlist`: a list, also
/// of one.
pub(super) fn tuples(call: &Call<'_>, name: Option<&str>) -> Result<Reply, GsqlError> {
    let database = call.state.read();
    let catalog = &database.graphs.schema().catalog;
    if let Some(graph) = call.request.query.given("graph") {
        find_graph(catalog, graph)?;
    }
    let wanted = |tuple: &&TupleType| name.is_none_or(|name| tuple.name == name);
    let found: Vec<_> = catalog.tuples.iter().filter(wanted).map(tuple).collect();
    match name {
        Some(name) if found.is_empty() => {
            Err(GsqlError::new(format!("The tuple '{name}' does not exist.")))
        }
        _ => Ok(results(&found.into())),
    }
}

fn tuple(tuple: &TupleType) -> Value {
    let fields = tuple.fields.iter().map(|field| {
        let (ty, length) = match field.ty {
            TupleFieldType::Int(bytes) => ("INT", u32::from(bytes)),
            TupleFieldType::Uint(bytes) => ("UINT", u32::from(bytes)),
            TupleFieldType::Float => ("FLOAT", 4),
            TupleFieldType::Double => ("DOUBLE", 8),
            TupleFieldType::Bool => ("BOOL", 1),
            TupleFieldType::DateTime => ("DATETIME", 8),
            TupleFieldType::String(limit) => ("STRING", limit),
        };
        json!({"fieldName": field.name, "fieldType": ty, "length": length})
    });
    json!({"name": tuple.name, "fields": fields.collect::<Vec<_>>()})
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
