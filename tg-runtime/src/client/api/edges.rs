//! Edges of one type.

use http::Method;
use serde_json::json;

use crate::client::path::{Path, Query};
use crate::client::request::Request;

/// The path of the edges of one type at a vertex. The type of the other end, its id and the
/// discriminator can follow.
pub(crate) fn of_vertex(graph: &str, vertex_type: &str, id: &str, edge_type: &str) -> Path {
    let edges = Path::fixed("/graph").name(graph).name("edges");
    edges.name(vertex_type).value(id).name(edge_type)
}

/// Reads the edges at a path.
pub(crate) fn read(path: Path, query: Query) -> Request {
    Request::to_restpp(Method::GET, path).query(query)
}

/// Counts the edges at a path.
pub(crate) fn count(path: Path, query: Query) -> Request {
    read(path, query.with("count_only", true))
}

/// Counts all edges of a type, afresh: without `realtime` the count may be minutes old.
pub(crate) fn count_all(graph: &str, edge_type: &str) -> Request {
    let body = json!({"function": "stat_edge_number", "type": edge_type});
    Request::to_restpp(Method::POST, Path::fixed("/builtins").name(graph))
        .query(Query::default().with("realtime", true))
        .json(body.to_string())
        .idempotent(true)
}

/// Deletes the edges at a path.
pub(crate) fn delete(path: Path, query: Query) -> Request {
    Request::to_restpp(Method::DELETE, path).query(query)
}
