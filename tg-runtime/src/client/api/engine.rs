//! The engine: statistics of requests, rebuilding, checks.

use http::Method;

use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Request};

/// Reads how the latest requests went, by endpoint.
pub(crate) fn request_statistics(graph: &str, seconds: u8, segments: u8) -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/statistics").name(graph))
        .query(Query::default().with("seconds", seconds).with("segments", segments))
        .expects(Expects::Json)
}

/// The part of the storage that is processed, all unless restricted, and the number of threads.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) threads: Option<u32>,
    pub(crate) vertex_type: Option<String>,
    pub(crate) segment: Option<String>,
}

impl Part {
    fn query(&self) -> Query {
        Query::default()
            .with_some("threadnum", self.threads)
            .with_some("vertextype", self.vertex_type.as_deref())
            .with_some("segid", self.segment.as_deref())
    }
}

/// Rebuilds the storage of the engine. The summary is written to the folder.
pub(crate) fn rebuild(graph: &str, part: &Part, folder: Option<&str>, force: bool) -> Request {
    Request::to_restpp(Method::POST, Path::fixed("/rebuildnow").name(graph))
        .query(part.query().with_some("path", folder).with_some("force", force.then_some(true)))
        .idempotent(true)
}

/// Checks that deleted vertices are gone everywhere.
pub(crate) fn check_deleted_vertices(
    part: &Part,
    verbosity: Option<u8>,
    log_level: Option<u8>,
) -> Request {
    let query = part.query().with_some("verbose", verbosity).with_some("log", log_level);
    Request::to_restpp(Method::GET, Path::fixed("/deleted_vertex_check")).query(query)
}

/// Checks that all copies of the data agree.
pub(crate) fn check_data_consistency() -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/data_consistency_check"))
}
