//! A request, before an endpoint has been found for it.

mod query;

use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;

pub(crate) use query::Query;

use crate::catalog::accounts::Identity;
use crate::config::PathDecoding;
use crate::fault::WorkGates;
use crate::state::State;

/// The listener that a request came in by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Port {
    /// 9000: RESTPP without a prefix.
    Restpp,
    /// 14240: RESTPP under `/restpp`, the GSQL server under all other paths.
    Gsql,
}

/// The server that answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Restpp,
    Gsql,
}

impl Side {
    /// Returns the server that a path goes to, and the path that this server sees.
    pub(crate) fn of(port: Port, path: &str) -> (Self, &str) {
        if port == Port::Restpp {
            return (Self::Restpp, path);
        }
        match path.strip_prefix("/restpp") {
            Some("") => (Self::Restpp, "/"),
            Some(rest) if rest.starts_with('/') => (Self::Restpp, rest),
            _ => (Self::Gsql, path),
        }
    }
}

/// A request whose server is known, whose path is split and decoded, and whose body is complete.
///
/// Not `Debug`: its headers hold credentials.
pub(crate) struct Request {
    pub(crate) side: Side,
    pub(crate) method: Method,
    /// The path as it was sent, without the prefix of the side.
    pub(crate) path: String,
    /// The path's segments, decoded; a slash at the end adds none.
    pub(crate) segments: Vec<String>,
    pub(crate) query: Query,
    /// The path and the query string, as they were sent.
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The gates that a test has put before the work of this request.
    pub(crate) work: WorkGates,
}

/// A request whose credentials have been accepted.
pub(crate) struct Call<'a> {
    pub(crate) state: &'a Arc<State>,
    pub(crate) request: &'a Request,
    pub(crate) identity: Identity,
}

impl Request {
    /// Reads a request; `None` if the escapes of its path are broken or not UTF-8.
    pub(crate) fn read(
        parts: &Parts,
        body: Bytes,
        port: Port,
        decoding: PathDecoding,
    ) -> Option<Self> {
        let (side, path) = Side::of(port, parts.uri.path());
        let segments = segments(path, decoding, port)?;
        let query = parts.uri.query().unwrap_or_default();
        Some(Self {
            side,
            method: parts.method.clone(),
            path: path.to_owned(),
            segments,
            url: if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") },
            query: Query::parse(query, side == Side::Gsql),
            headers: parts.headers.clone(),
            body,
            work: WorkGates::default(),
        })
    }

    pub(crate) fn path(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    /// Returns a header's text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns `true` if the body is empty or white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.body.trim_ascii().is_empty()
    }
}

/// Returns `true` if each `%` is followed by two hexadecimal digits.
fn is_escaped_well(path: &str) -> bool {
    let digits = |text: &str| text.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    path.split('%').skip(1).all(digits)
}

/// Splits and decodes a path; `None` if it cannot be decoded, or not to UTF-8.
fn segments(path: &str, decoding: PathDecoding, port: Port) -> Option<Vec<String>> {
    if !is_escaped_well(path) {
        return None;
    }
    let decode = |text: &str| Some(percent_decode_str(text).decode_utf8().ok()?.into_owned());
    let before_split = decoding == PathDecoding::BeforeSplit && port == Port::Gsql;
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if before_split {
        return Some(decode(path)?.split('/').map(ToOwned::to_owned).collect());
    }
    path.split('/').map(decode).collect()
}
