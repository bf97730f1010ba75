//! RESTPP: data, statistics and, on 3.x, tokens.

mod builtins;
mod call;
mod ddl;
mod edges;
mod endpoints;
mod engine;
mod envelope;
mod error;
mod filter;
mod listing;
mod paths;
mod query;
mod system;
mod tokens;
mod upsert;
mod vectors;
mod vertices;
mod workload;

pub(crate) use error::{RestError, error_reply};
pub(super) use error::{expired_token, missing_token};
pub(crate) use query::{answer_to, endpoint as query_endpoint, start, submitted};

use std::sync::Arc;
use std::time::Instant;

use super::Reply;
use super::endpoint::{self, Access, Endpoint};
use crate::catalog::accounts::{Credentials, Identity};
use crate::config::Generation;
use crate::request::{Call, Request};
use crate::state::State;
use endpoints::{ENDPOINTS, QUERY};

/// Answers a request to RESTPP.
pub(super) fn handle(state: &Arc<State>, request: &Request) -> Reply {
    let began = Instant::now();
    let found = endpoint::find(ENDPOINTS, state.config.version, request);
    let outcome = match &found {
        Some((endpoint, path)) => answer(state, request, endpoint, path),
        None => unknown(state, request),
    };
    if let Some((endpoint, path)) = found
        && endpoint.licensed
    {
        let template = if endpoint.template == QUERY { &request.path } else { endpoint.template };
        let label = format!("{} {template}", request.method);
        engine::remember(state, path[0], label, began.elapsed(), outcome.as_ref().err());
    }
    outcome.unwrap_or_else(|error| error.into_reply(&state.config, schema_version(state, request)))
}

fn answer(
    state: &Arc<State>,
    request: &Request,
    endpoint: &Endpoint<RestError>,
    path: &[&str],
) -> Result<Reply, RestError> {
    if endpoint.access == Access::Open {
        let identity = Identity { user: String::new(), graph: None };
        return (endpoint.handler)(&Call { state, request, identity }, path);
    }
    let identity = identify(state, request)?;
    if endpoint.template.contains("{graph_name}")
        && !state.accounts().access().may_enter(&identity.user, path[0])
    {
        return Err(RestError::privilege(path[0]));
    }
    if endpoint.licensed {
        engine::check_license(state)?;
    }
    (endpoint.handler)(&Call { state, request, identity }, path)
}

/// Rejects a request for an endpoint that does not exist; its credentials are checked first.
fn unknown(state: &State, request: &Request) -> Result<Reply, RestError> {
    identify(state, request)?;
    Err(RestError::endpoint(&request.path))
}

/// Identifies the caller. On 3.x RESTPP accepts tokens only, and ignores other credentials.
fn identify(state: &State, request: &Request) -> Result<Identity, RestError> {
    let accounts = state.accounts();
    if !state.config.auth {
        return Ok(Identity { user: accounts.first_user().to_owned(), graph: None });
    }
    let generation = state.config.generation();
    let credentials = match (generation, Credentials::read(&request.headers)) {
        (Generation::V3, Credentials::Token(token)) => Credentials::Token(token),
        (Generation::V3, _) => Credentials::None,
        (Generation::V4, credentials) => credentials,
    };
    accounts
        .identify(&credentials, generation, state.clock.seconds())
        .map_err(|refusal| RestError::credentials(&refusal, state.config.version))
}

/// Returns the schema version of the graph in the path, for the envelope of an error.
fn schema_version(state: &State, request: &Request) -> u32 {
    request.segments.get(1).map_or(0, |graph| state.read().version(graph))
}
