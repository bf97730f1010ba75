//! A request as the endpoints see it.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use percent_encoding::percent_decode_str;

use super::query::Query;
use super::reply::Reply;
use super::{Port, Side};
use crate::config::PathDecoding;
use crate::fault::WorkGates;

/// A request: where it goes is decided, its path is split and decoded, its body is whole.
///
/// Not `Debug`: its headers hold credentials.
pub(crate) struct Request {
    pub(crate) side: Side,
    pub(crate) method: Method,
    /// The path as it was sent, without the prefix of the side.
    pub(crate) path: String,
    /// The path's parts, decoded; a slash at the end adds none.
    pub(crate) segments: Vec<String>,
    pub(crate) query: Query,
    /// The path and what stands behind it, as it was sent.
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The gates that a test has put before the work of this request.
    pub(crate) work: WorkGates,
}

impl Request {
    /// # Errors
    ///
    /// The answer to a path whose escapes are broken or not UTF-8.
    pub(crate) fn read(
        parts: &Parts,
        body: Bytes,
        port: Port,
        decoding: PathDecoding,
    ) -> Result<Self, Reply> {
        let (side, path) = Side::of(port, parts.uri.path());
        let segments =
            segments(path, decoding, port).ok_or_else(|| Reply::page(StatusCode::BAD_REQUEST))?;
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self {
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

    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Whether each `%` is followed by two digits.
fn is_escaped_well(path: &str) -> bool {
    let digits = |text: &str| text.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    path.split('%').skip(1).all(digits)
}

/// `None` when the path cannot be decoded, or not to UTF-8.
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
