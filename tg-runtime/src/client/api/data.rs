//! Vertices and edges: upserts, and what is read, counted and deleted at a path.

use bytes::Bytes;
use http::Method;
use serde_json::json;

use crate::client::Work;
use crate::client::path::{Path, Query};
use crate::client::request::Request;

/// Returns the path of all vertices of a type.
pub(crate) fn vertices(graph: &str, vertex_type: &str) -> Path {
    Path::fixed("/graph").name(graph).name("vertices").name(vertex_type)
}

/// Returns the path of the edges at a vertex. The edge type, the type of the other end, its id and
/// the discriminator can follow.
pub(crate) fn edges(graph: &str, vertex_type: &str, id: &str) -> Path {
    Path::fixed("/graph").name(graph).name("edges").name(vertex_type).value(id)
}

/// Reads the vertices or edges at a path.
pub(crate) fn read(path: Path, query: Query) -> Request {
    Request::to_restpp(Method::GET, path).query(query)
}

/// Counts the vertices or edges at a path.
pub(crate) fn count(path: Path, query: Query) -> Request {
    read(path, query.with("count_only", true))
}

/// Counts all edges of a type, afresh: without `realtime` the count may be minutes old.
pub(crate) fn count_edges(graph: &str, edge_type: &str) -> Request {
    let body = json!({"function": "stat_edge_number", "type": edge_type});
    Request::to_restpp(Method::POST, Path::fixed("/builtins").name(graph))
        .query(Query::default().with("realtime", true))
        .json(body.to_string())
        .idempotent(true)
}

/// Deletes the vertices with their edges, or the edges, at a path. It is not repeated by itself:
/// the second time, the server would count those that the first time deleted as not there.
pub(crate) fn delete(path: Path, query: Query) -> Request {
    Request::to_restpp(Method::DELETE, path).query(query).idempotent(false)
}

/// Writes vertices and edges.
pub(crate) fn upsert(graph: &str, query: Query, body: Bytes) -> Request {
    Request::to_restpp(Method::POST, Path::fixed("/graph").name(graph))
        .query(query)
        .json(body)
        .work(Work::Upsert)
}
