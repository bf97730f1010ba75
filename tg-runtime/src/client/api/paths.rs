//! Searches for paths.

use http::Method;
use serde::Serialize;

use super::json;
use crate::client::path::Path;
use crate::client::request::Request;
use crate::error::Result;

/// A vertex at which paths begin or end.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct End {
    #[serde(rename = "type")]
    pub(crate) vertex_type: String,
    pub(crate) id: String,
}

/// A condition on the elements of a type that paths may contain.
#[derive(Debug, Serialize)]
pub(crate) struct Rule {
    #[serde(rename = "type")]
    pub(crate) ty: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) condition: Option<String>,
}

/// The body of a search.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Search<'a> {
    pub(crate) sources: &'a [End],
    pub(crate) targets: &'a [End],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) vertex_filters: Option<&'a [Rule]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) edge_filters: Option<&'a [Rule]>,
    pub(crate) max_length: u32,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) all_shortest_paths: bool,
}

/// Finds shortest paths.
pub(crate) fn shortest(graph: &str, search: &Search<'_>) -> Result<Request> {
    find("/shortestpath", graph, search)
}

/// Finds all paths up to a length.
pub(crate) fn all(graph: &str, search: &Search<'_>) -> Result<Request> {
    find("/allpaths", graph, search)
}

fn find(endpoint: &'static str, graph: &str, search: &Search<'_>) -> Result<Request> {
    let request = Request::to_restpp(Method::POST, Path::fixed(endpoint).name(graph));
    Ok(request.json(json(search)?).idempotent(true))
}
