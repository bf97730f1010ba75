//! The log of requests.

use http::Method;

use crate::fault::Scope;
use crate::recent::Recent;

/// The maximum number of requests in the log.
const MAX_REQUESTS: usize = 100_000;
/// The maximum memory of the log in bytes.
const MAX_BYTES: usize = 32 << 20;

/// A request that arrived, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path as sent: with its prefix, escapes not decoded, without the query string.
    pub path: String,
    /// The query string as sent.
    pub query: Option<String>,
}

/// The requests that arrived, oldest first: at most the last 100,000, and at most 32 MiB.
#[derive(Debug, Clone)]
pub struct RequestLog {
    requests: Recent<Request>,
}

impl Default for RequestLog {
    fn default() -> Self {
        Self { requests: Recent::new(MAX_REQUESTS, MAX_BYTES) }
    }
}

impl RequestLog {
    /// Returns all requests, in the order of arrival.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Request> {
        self.requests.iter()
    }

    /// Counts the requests that a scope covers; [`Any`](crate::Any) counts all.
    #[must_use]
    pub fn count(&self, scope: impl Into<Scope>) -> usize {
        let scope = scope.into();
        self.iter().filter(|request| scope.covers(&request.method, &request.path)).count()
    }

    pub(crate) fn push(&mut self, request: Request) {
        let text = request.path.len() + request.query.as_ref().map_or(0, String::len);
        self.requests.push(request, size_of::<Request>() + text);
    }
}
