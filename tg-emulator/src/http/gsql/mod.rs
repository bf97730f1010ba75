//! The GSQL server: text, schema, secrets and tokens.

mod cardinality;
mod endpoints;
mod error;
mod functions;
mod informant;
mod load_json;
mod load_runs;
mod loading;
mod open_metrics;
mod preview;
mod query;
mod rights;
mod roles;
mod schema;
mod secrets;
mod shell;
mod sources;
mod statements;
mod system;
mod tokens;
mod transfer;
mod udt;
mod users;
mod workload;

use std::sync::Arc;

use http::StatusCode;
use serde::Deserialize;

use super::Reply;
use super::endpoint::{self, Access};
use crate::catalog::accounts::{Credentials, Identity, Refusal};
use crate::config::{Generation, Version};
use crate::request::{Call, Request};
use crate::state::State;
use endpoints::ENDPOINTS;
use error::GsqlError;

/// The maximum length of a request in bytes: a text takes many times its length when it is parsed.
const MAX_BODY: usize = 4 << 20;

/// Answers a request to the GSQL server.
pub(super) fn handle(state: &Arc<State>, request: &Request) -> Reply {
    answer(state, request).unwrap_or_else(GsqlError::into_reply)
}

/// Returns the answer to rejected credentials, including expired ones.
pub(super) fn unauthorized() -> Reply {
    GsqlError::unauthorized().into_reply()
}

fn answer(state: &Arc<State>, request: &Request) -> Result<Reply, GsqlError> {
    let Some((endpoint, path)) = endpoint::find(ENDPOINTS, state.config.version, request) else {
        return unknown(state, request);
    };
    let identity = match endpoint.access {
        Access::Open => Identity { user: String::new(), graph: None },
        _ => identify(state, request)?,
    };
    if request.body.len() > MAX_BODY {
        return Err(GsqlError::with_status(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!(
                "The request has {} bytes of GSQL or JSON, at most {MAX_BODY} are possible: \
                 divide it.",
                request.body.len()
            ),
        ));
    }
    let call = Call { state, request, identity };
    rights::check(&call, endpoint.access)?;
    (endpoint.handler)(&call, &path)
}

/// Answers a request for an endpoint that does not exist. Below the paths of the generation, the
/// caller's credentials are checked first. From 3.7 to 3.11, the gateway has the files of the web
/// shell at `/gsql/`.
fn unknown(state: &State, request: &Request) -> Result<Reply, GsqlError> {
    let path = request.path();
    if state.config.version == Version::V3_9 && path.first() == Some(&"gsql") {
        return Ok(Reply::page(StatusCode::NOT_FOUND));
    }
    let below = match state.config.generation() {
        Generation::V3 => ["gsqlserver", "gsql"],
        Generation::V4 => ["gsql", "v1"],
    };
    if path.starts_with(&below) {
        identify(state, request)?;
    }
    Err(GsqlError::endpoint(&request.path))
}

/// Reads the JSON body of a request.
fn body<'a, T: Deserialize<'a>>(request: &'a Request) -> Result<T, GsqlError> {
    serde_json::from_slice(&request.body).map_err(|error| GsqlError::body(&error))
}

/// Identifies the caller. Without authentication, callers without credentials or with an old token
/// are the first user; a wrong password is rejected all the same.
fn identify(state: &State, request: &Request) -> Result<Identity, GsqlError> {
    let accounts = state.accounts();
    let credentials = Credentials::read(&request.headers);
    let found = accounts.identify(&credentials, state.config.generation(), state.clock.seconds());
    match found {
        Ok(identity) => Ok(identity),
        Err(refusal) => {
            drop(accounts);
            let user = first_user_if_open(state, &refusal).ok_or_else(|| match refusal {
                Refusal::Wrong => GsqlError::wrong_credentials(state.config.version),
                _ => GsqlError::unauthorized(),
            })?;
            Ok(Identity { user, graph: None })
        }
    }
}

/// Returns the first user, if authentication is off and the credentials are not wrong.
fn first_user_if_open(state: &State, refusal: &Refusal) -> Option<String> {
    let open = !state.config.auth && *refusal != Refusal::Wrong;
    open.then(|| state.accounts().first_user().to_owned())
}
