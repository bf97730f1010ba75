//! Installed queries: run, asked about, listed, aborted.

mod answer;
mod endpoints;
mod processes;
mod run;
mod status;

pub(crate) use answer::{QueryBody, error_of};
pub(super) use endpoints::endpoints;
pub(crate) use endpoints::parameters as endpoint_parameters;
pub(crate) use run::{start, submitted};

use http::Method;

use super::call::Call;
use super::error::RestError;
use crate::http::reply::Reply;

/// Answers what is about running queries.
pub(super) fn route(call: &Call<'_>, path: &[&str]) -> Option<Result<Reply, RestError>> {
    Some(match (&call.request.method, path) {
        (&Method::GET | &Method::POST, ["query", graph, name]) => run::run(call, graph, name),
        (&Method::GET, ["query_status"]) => status::status(call),
        (&Method::GET, ["query_result"]) => status::result(call),
        (&Method::GET, ["showprocesslist", graph]) => processes::of_graph(call, graph),
        (&Method::GET, ["showprocesslistall"]) => processes::all(call),
        (&Method::GET, ["showdelayedlistall"]) => processes::delayed(call),
        (&Method::GET, ["abortquery", graph]) => processes::abort(call, graph),
        _ => return None,
    })
}
