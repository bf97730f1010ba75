//! The server itself: pings, version, license and endpoints, and the requests by which a connection
//! detects its properties.

use std::time::Duration;

use http::Method;

use super::Call;
use crate::client::path::{Path, Query};
use crate::client::request::{Credential, Expects, Request};

/// Checks that the gateway answers. It ignores credentials.
pub(crate) fn ping() -> Request {
    Request::to_gsql(Method::GET, Path::fixed("/api/ping"))
}

/// Checks that RESTPP answers, after some seconds if `sleep` is set.
pub(crate) fn echo(sleep: Option<u32>) -> Request {
    let request = Request::to_restpp(Method::GET, Path::fixed("/echo"));
    match sleep {
        None => request,
        Some(seconds) => request
            .query(Query::default().with("sleep", seconds))
            .min_timeout(Duration::from_secs(u64::from(seconds) + 10)),
    }
}

/// Reads the versions of the components.
pub(crate) fn version() -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/version"))
}

/// Reads the version of the GSQL server as text.
pub(crate) fn gsql_version() -> Call {
    let v4 = Request::to_gsql(Method::GET, Path::fixed("/gsql/v1/version"))
        .query(Query::default().with("verbose", true));
    let v3 = Request::to_gsql(Method::POST, Path::fixed("/gsqlserver/gsql/version"));
    Call::new(v4.expects(Expects::Text), v3.idempotent(true).expects(Expects::Text))
}

/// Requests a path that only servers from 4.1 on have: 3.x answers with status 404.
pub(crate) fn generation_probe() -> Request {
    Request::to_gsql(Method::GET, Path::fixed("/gsql/v1/version"))
        .expects(Expects::Text)
        .credential(Credential::None)
}

/// Requests an endpoint of two path segments, encoded as one: RESTPP has no such endpoint, unless a
/// gateway decodes the path.
pub(crate) fn gateway_probe(graph: &str) -> Request {
    let path = Path::default().value(&format!("statistics/{graph}"));
    let query = Query::default().with("seconds", 1);
    Request::to_restpp(Method::GET, path).query(query).expects(Expects::Json)
}

/// Checks the credentials on the GSQL server.
pub(crate) fn login() -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed("/gsql/v1/auth/simple")),
        Request::to_gsql(Method::GET, Path::fixed("/gsqlserver/gsql/simpleauth")),
    )
}

/// Reads the license.
pub(crate) fn license() -> Request {
    Request::to_restpp(Method::GET, Path::fixed("/showlicenseinfo"))
}

/// Lists the endpoints of RESTPP, of these kinds or of all.
pub(crate) fn endpoints(graph: &str, kinds: &[&str]) -> Request {
    let path = Path::fixed("/endpoints");
    let path = if graph.is_empty() { path } else { path.name(graph) };
    let query = kinds.iter().fold(Query::default(), |query, kind| query.with(kind, true));
    Request::to_restpp(Method::GET, path).query(query).expects(Expects::Json)
}
