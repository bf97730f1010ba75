//! Counts, statistics of attributes, degrees, and the status of vector indexes.

use http::Method;
use serde::Serialize;

use super::{Call, json};
use crate::client::path::{Path, Query};
use crate::client::request::Request;
use crate::error::{Error, Result};

/// The type name that stands for all types.
pub(crate) const ALL_TYPES: &str = "*";

/// A call of a built-in function: the body of `POST /builtins/{graph}`.
#[derive(Debug, Serialize)]
pub(crate) struct Builtin {
    pub(crate) function: &'static str,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) from_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to_type: Option<String>,
    #[serde(skip)]
    pub(crate) realtime: bool,
}

impl Builtin {
    /// The call on a graph.
    pub(crate) fn on(&self, graph: &str) -> Result<Request> {
        let query = match self.realtime {
            true => Query::default().with("realtime", true),
            false => Query::default(),
        };
        let request = Request::to_restpp(Method::POST, Path::fixed("/builtins").name(graph));
        Ok(request.query(query).json(json(self)?).idempotent(true))
    }
}

/// Counts the vertices of a type exactly.
pub(crate) fn count_vertices(graph: &str, vertex_type: &str) -> Request {
    let path = Path::fixed("/graph").name(graph).name("vertices").name(vertex_type);
    count_only(path)
}

/// Counts the edges that leave a vertex, by edge type.
pub(crate) fn degrees(graph: &str, vertex_type: &str, id: &str) -> Request {
    let path = Path::fixed("/graph").name(graph).name("edges").name(vertex_type).value(id);
    count_only(path)
}

fn count_only(path: Path) -> Request {
    Request::to_restpp(Method::GET, path).query(Query::default().with("count_only", true))
}

/// Reads which servers still rebuild vector indexes: those of the graph, of a type, or of one
/// attribute of it.
pub(crate) fn vector_status(graph: &str, vector: Option<(&str, Option<&str>)>) -> Call {
    let mut path = Path::fixed("/vector/status").name(graph);
    if let Some((vertex_type, attribute)) = vector {
        path = path.name(vertex_type);
        if let Some(attribute) = attribute {
            path = path.name(attribute);
        }
    }
    let missing = Error::unsupported("vectors and their status need TigerGraph 4.2 or later");
    Call::new(Request::to_restpp(Method::GET, path), missing)
}
