//! Stored queries: made, installed, described, run.

mod check;
mod description;
mod install;
mod run;
mod signature;
mod stored;

pub(super) use run::interpret;
pub(super) use stored::graph;

use http::Method;

use super::Call;
use super::error::GsqlError;
use crate::http::reply::Reply;

/// Below `/gsql/v1`.
pub(super) fn route_v4(call: &Call<'_>, path: &[&str]) -> Option<Result<Reply, GsqlError>> {
    Some(match (&call.request.method, path) {
        (&Method::POST, ["queries", "interpret"]) => interpret(call),
        (&Method::GET, ["queries"]) => stored::list(call),
        (&Method::POST, ["queries"]) => stored::create(call),
        (&Method::DELETE, ["queries"]) => stored::delete(call, &call.request.query.list("query")),
        (&Method::GET, ["queries", "info"]) => stored::info(call),
        (&Method::GET | &Method::POST, ["queries", "signature"]) => {
            signature::signature(call, "queryName")
        }
        (&Method::GET, ["queries", "install"]) => install::install(call),
        (&Method::POST, ["queries", "install"]) => install::submit(call),
        (&Method::GET, ["queries", "install", id]) => install::status(call, id),
        (&Method::GET, ["queries", name]) => stored::get(call, name),
        (&Method::POST, ["queries", name]) => run::run(call, name),
        (&Method::DELETE, ["queries", name]) => stored::delete(call, &[(*name).to_owned()]),
        (&Method::POST, ["internal", "check", "query"]) => check::check(call),
        (_, ["description"]) => return description::route(call),
        _ => return None,
    })
}

/// Below `/gsqlserver/gsql`.
pub(super) fn route_v3(call: &Call<'_>, path: &[&str]) -> Option<Result<Reply, GsqlError>> {
    Some(match (&call.request.method, path) {
        (&Method::GET, ["queryinfo"]) => signature::signature(call, "query"),
        (&Method::POST, ["queries", "install"]) => install::submit(call),
        (&Method::GET, ["queries", "install", id]) => install::status(call, id),
        (_, ["description"]) => return description::route(call),
        _ => return None,
    })
}
