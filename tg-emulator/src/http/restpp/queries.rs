//! Endpoints of stored queries: listed, and refused, since nothing here runs one.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::RestError;
use crate::config::Generation;
use crate::gsql::Query;
use crate::http::reply::Reply;

/// `GET` or `POST /query/{graph}/{name}`
pub(super) fn run(call: &Call<'_>, graph: &str, name: &str) -> Result<Reply, RestError> {
    call.graph(&call.state.read(), graph)?;
    let stored = call.state.stored();
    let query = stored.queries.get(graph, name).filter(|query| query.installed);
    Err(match query {
        None => RestError::endpoint(&call.request.path),
        Some(query) if !query.enabled => {
            let message = format!(
                "Query endpoint '/query/{graph}/{name}' is disabled, please make sure all its \
                 sub-queries are installed and enabled with same signature."
            );
            RestError::new("REST-1005", message)
        }
        Some(_) => RestError::new("REST-1000", "The emulator does not run queries."),
    })
}

/// The endpoints of the queries of one graph, or of all. Servers of 4.x also list those that are not
/// installed.
pub(super) fn endpoints(call: &Call<'_>, graph: Option<&str>) -> Map<String, Value> {
    let all = call.state.config.generation == Generation::V4;
    let stored = call.state.stored();
    let listed = stored.queries.all().filter(|query| {
        graph.is_none_or(|name| name == query.graph) && (all || query.installed) && !query.draft
    });
    let entry = |query: &Query| {
        let described = json!({
            "enabled": query.installed && query.enabled,
            "parameters": {"query": {"default": query.name, "type": "STRING"}},
        });
        (format!("GET /query/{}/{}", query.graph, query.name), described)
    };
    listed.map(entry).collect()
}
