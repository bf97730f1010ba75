//! The engine: statistics of requests, rebuilding, checks.

use http::Method;

use crate::client::path::{Path, Query};
use crate::client::request::Request;

/// Reads how the latest requests went, by endpoint.
pub(crate) fn request_statistics(graph: &str, seconds: u8, segments: u8) -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/statistics").name(graph))
        .query(Query::default().with("seconds", seconds).with("segments", segments))
}

/// Rebuilds the storage of the engine.
pub(crate) fn rebuild(graph: &str, query: Query) -> Request {
    Request::to_restpp(Method::POST, Path::fixed("/rebuildnow").name(graph))
        .query(query)
        .idempotent(true)
}

/// Checks that deleted vertices are gone everywhere.
pub(crate) fn check_deleted_vertices(query: Query) -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/deleted_vertex_check")).query(query)
}

/// Checks that all copies of the data agree.
pub(crate) fn check_data_consistency() -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/data_consistency_check"))
}
