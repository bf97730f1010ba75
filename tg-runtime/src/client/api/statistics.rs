//! Counts, statistics of attributes, degrees, and the status of vector indexes.

use http::Method;
use serde::Serialize;

use super::{Call, data, json};
use crate::client::path::{Path, Query};
use crate::client::request::Request;
use crate::error::{Error, Result};

/// The type name for all types.
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
    /// Creates the call on a graph.
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
    data::count(data::vertices(graph, vertex_type), Query::default())
}

/// Counts the edges that leave a vertex, by edge type.
pub(crate) fn degrees(graph: &str, vertex_type: &str, id: &str) -> Request {
    data::count(data::edges(graph, vertex_type, id), Query::default())
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
