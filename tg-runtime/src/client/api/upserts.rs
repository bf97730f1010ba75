//! Upserts of vertices and edges.

use bytes::Bytes;
use http::Method;

use crate::client::Work;
use crate::client::path::{Path, Query};
use crate::client::request::Request;

/// Writes vertices and edges.
pub(crate) fn upsert(graph: &str, query: Query, body: Bytes) -> Request {
    Request::to_restpp(Method::POST, Path::fixed("/graph").name(graph))
        .query(query)
        .json(body)
        .work(Work::Upsert)
}
