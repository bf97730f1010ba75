//! Vertices of one type.

use http::Method;

use crate::client::path::{Path, Query};
use crate::client::request::Request;

/// The path of all vertices of a type.
pub(crate) fn of_type(graph: &str, vertex_type: &str) -> Path {
    Path::fixed("/graph").name(graph).name("vertices").name(vertex_type)
}

/// Reads the vertices at a path.
pub(crate) fn read(path: Path, query: Query) -> Request {
    Request::to_restpp(Method::GET, path).query(query)
}

/// Counts the vertices at a path.
pub(crate) fn count(path: Path, query: Query) -> Request {
    read(path, query.with("count_only", true))
}

/// Deletes the vertices at a path, and their edges.
pub(crate) fn delete(path: Path, query: Query) -> Request {
    Request::to_restpp(Method::DELETE, path).query(query)
}
