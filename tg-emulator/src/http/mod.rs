//! The endpoints: what goes over the wire, one file per family.

mod gsql;
mod json;
mod lifetime;
mod limits;
mod load_statistics;
mod query;
mod reply;
mod request;
mod restpp;

pub(crate) use reply::Reply;
pub(crate) use request::Request;
pub(crate) use restpp::element;
pub(crate) use restpp::error_reply as restpp_error;

use std::sync::Arc;

use crate::state::State;

/// The listener that a request came in by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Port {
    /// 9000: RESTPP without a prefix.
    Restpp,
    /// 14240: RESTPP under `/restpp`, everything else beside it.
    Gsql,
}

/// The server that answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Restpp,
    Gsql,
}

impl Side {
    /// Which server a path goes to, and the path that this server sees.
    fn of(port: Port, path: &str) -> (Self, &str) {
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

/// Answers a request.
pub(crate) fn handle(state: &Arc<State>, request: &Request) -> Reply {
    match request.side {
        Side::Restpp => restpp::handle(state, request),
        Side::Gsql => gsql::handle(state, request),
    }
}

/// The answer to a request without a token.
pub(crate) fn missing_token() -> Reply {
    restpp::missing_token()
}

/// The answer to a token that has died, in the form of the server that was asked.
pub(crate) fn expired_token(port: Port, path: &str) -> Reply {
    match Side::of(port, path).0 {
        Side::Restpp => restpp::expired_token(),
        Side::Gsql => gsql::unauthorized(),
    }
}
