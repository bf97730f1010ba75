//! The log of requests.

use std::collections::VecDeque;

use http::Method;

use crate::fault::Scope;

/// The maximum number of requests in the log.
const REMEMBERED: usize = 100_000;

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

/// The requests that arrived, oldest first: at most the last 100,000.
#[derive(Debug, Clone, Default)]
pub struct RequestLog {
    requests: VecDeque<Request>,
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
        if self.requests.len() == REMEMBERED {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }
}
