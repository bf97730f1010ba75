//! `GET /vector/status`: reports whether vector indexes are ready.

use serde_json::json;

use super::envelope::Envelope;
use super::error::RestError;
use super::vertices::vertex_type;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::store::{Database, GraphShape, ValueType};

/// The name of the only server.
const SERVER: &str = "GPE_1#1";

/// `GET /vector/status[/{graph}[/{type}[/{attribute}]]][?verbose=true]`, of 4.2.
pub(super) fn status(call: &Call<'_>, path: &[&str]) -> Result<Reply, RestError> {
    let verbose = call.flag("verbose")?;
    let database = call.state.read();
    let part = |at: usize| path.get(at).copied();
    let (graph, ty, attribute) = (part(0), part(1), part(2));
    let graph = graph.map(|name| call.graph(&database, name)).transpose()?;
    if let (Some(graph), Some(ty)) = (graph, ty) {
        check(graph, &database, ty, attribute)?;
    }
    let is_in_graph = |name: &str| graph.is_none_or(|graph| graph.vertex(name).is_some());
    let rebuilding = call.state.rebuilds.is_rebuilding(|of_type, of_attribute| {
        is_in_graph(of_type)
            && ty.is_none_or(|ty| ty == of_type)
            && attribute.is_none_or(|attribute| attribute == of_attribute)
    });
    let servers: &[&str] = if rebuilding { &[SERVER] } else { &[] };
    let mut results = json!({"NeedRebuildServers": servers});
    if verbose {
        let instances = match rebuilding {
            true => json!({SERVER: ["1_1"]}),
            false => json!({}),
        };
        results["NeedRebuildInstances({SEGID}_{VECTOR_ID})"] = instances;
    }
    let version = graph.map_or(0, |graph| database.version(&graph.name));
    Envelope::new(version, results)
        .with_message("fetched status success")
        .with_code("REST-0000")
        .reply(call)
}

fn check(
    graph: &GraphShape,
    database: &Database,
    ty: &str,
    attribute: Option<&str>,
) -> Result<(), RestError> {
    let (_, shape) = vertex_type(graph, database, "vertex_type", ty)?;
    let is_vector = |name: &str| {
        let found = shape.columns.iter().find(|column| column.name == name);
        found.is_some_and(|column| matches!(column.ty, ValueType::Vector(_)))
    };
    match attribute {
        Some(name) if !is_vector(name) => Err(RestError::parameter(format!(
            "The input parameter vector_name = '{name}' is not a valid vector attribute of vertex \
             type '{ty}'."
        ))),
        _ => Ok(()),
    }
}
