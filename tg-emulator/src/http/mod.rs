//! The endpoints: one table, bodies, and errors, one file per family.

mod endpoint;
mod gsql;
mod lifetime;
mod limits;
mod load_statistics;
mod reply;
mod restpp;

pub(crate) use reply::Reply;
pub(crate) use restpp::error_reply as restpp_error;

use std::sync::Arc;

use crate::request::{Port, Request, Side};
use crate::state::State;

/// Answers a request.
pub(crate) fn handle(state: &Arc<State>, request: &Request) -> Reply {
    match request.side {
        Side::Restpp => restpp::handle(state, request),
        Side::Gsql => gsql::handle(state, request),
    }
}

/// Returns the answer to a request without a token.
pub(crate) fn missing_token() -> Reply {
    restpp::missing_token()
}

/// Returns the answer to an expired token, in the form of the server that the request is for.
pub(crate) fn expired_token(port: Port, path: &str) -> Reply {
    match Side::of(port, path).0 {
        Side::Restpp => restpp::expired_token(),
        Side::Gsql => gsql::unauthorized(),
    }
}
