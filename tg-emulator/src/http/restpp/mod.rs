//! RESTPP: data, statistics and, on 3.x, tokens.

mod builtins;
mod call;
mod catalog;
mod ddl;
mod edges;
pub(crate) mod element;
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

pub(crate) use error::{RestError, error_reply};
pub(super) use error::{expired_token, missing_token};
pub(crate) use query::{QueryBody, endpoint_parameters, error_of, start, submitted};

use std::sync::Arc;
use std::time::Instant;

use http::Method;

use super::{Reply, Request};
use crate::catalog::accounts::{Credentials, Identity};
use crate::config::Generation;
use crate::state::State;
use call::Call;

/// Answers a request to RESTPP.
pub(super) fn handle(state: &Arc<State>, request: &Request) -> Reply {
    let began = Instant::now();
    let outcome = answer(state, request);
    engine::remember(state, request, began.elapsed(), outcome.as_ref().err());
    outcome.unwrap_or_else(|error| {
        error.into_reply(state.config.statuses, schema_version(state, request))
    })
}

fn answer(state: &Arc<State>, request: &Request) -> Result<Reply, RestError> {
    let path = request.path();
    // These two answer without credentials: the first is what deployments are polled by, the
    // second is where credentials come from.
    match (&request.method, path.as_slice()) {
        (&Method::GET | &Method::POST, ["echo"]) => return system::echo(request),
        (method, ["requesttoken"]) => return tokens::handle(state, request, method),
        _ => {}
    }
    let identity = identify(state, request)?;
    check_role(state, &identity, &path)?;
    engine::check_license(state, &path)?;
    let call = Call { state, request, identity };
    engine::route(&call, &path).unwrap_or_else(|| route(&call, &path))
}

fn route(call: &Call<'_>, path: &[&str]) -> Result<Reply, RestError> {
    if let Some(reply) = query::route(call, path) {
        return reply;
    }
    match (&call.request.method, path) {
        (&Method::GET, ["version"]) => Ok(system::version(call.state.config.generation)),
        (&Method::GET, ["endpoints"]) => Ok(system::endpoints(call, None)),
        (&Method::GET, ["endpoints", graph]) => system::endpoints_of(call, graph),
        (&Method::GET, ["vector", "status", rest @ ..]) => vectors::status(call, rest),
        (&Method::POST, ["builtins", graph]) => builtins::run(call, graph),
        (&Method::POST, ["shortestpath", graph]) => paths::shortest(call, graph),
        (&Method::POST, ["allpaths", graph]) => paths::all(call, graph),
        (&Method::POST, ["graph", graph]) => upsert::upsert(call, graph),
        (&Method::POST, ["ddl", graph]) => ddl::load(call, graph),
        (&Method::GET, ["graph", graph, "vertices", ty]) => vertices::list(call, graph, ty),
        (&Method::GET, ["graph", graph, "vertices", ty, id]) => vertices::get(call, graph, ty, id),
        (&Method::DELETE, ["graph", graph, "vertices", ty])
        | (&Method::DELETE, ["graph", graph, "delete_by_type", "vertices", ty]) => {
            vertices::delete(call, graph, ty)
        }
        (&Method::DELETE, ["graph", graph, "vertices", ty, id]) => {
            vertices::delete_one(call, graph, ty, id)
        }
        (&Method::GET, ["graph", graph, "edges", rest @ ..]) if (2..=6).contains(&rest.len()) => {
            edges::list(call, graph, rest)
        }
        (&Method::DELETE, ["graph", graph, "edges", rest @ ..])
            if (2..=6).contains(&rest.len()) =>
        {
            edges::delete(call, graph, rest)
        }
        _ => Err(RestError::endpoint(&call.request.path)),
    }
}

/// Who calls. On 3.x RESTPP knows tokens only, and takes anything else for none.
fn identify(state: &State, request: &Request) -> Result<Identity, RestError> {
    let accounts = state.accounts();
    if !state.config.auth {
        return Ok(Identity { user: accounts.first_user().to_owned(), graph: None });
    }
    let generation = state.config.generation;
    let credentials = match (generation, Credentials::read(&request.headers)) {
        (Generation::V3, Credentials::Token(token)) => Credentials::Token(token),
        (Generation::V3, _) => Credentials::None,
        (Generation::V4, credentials) => credentials,
    };
    accounts
        .identify(&credentials, generation, state.clock.seconds())
        .map_err(|refusal| RestError::credentials(&refusal, generation))
}

/// Refuses a graph to a user who has no role there.
fn check_role(state: &State, identity: &Identity, path: &[&str]) -> Result<(), RestError> {
    const IN_A_GRAPH: [&str; 11] = [
        "graph",
        "query",
        "builtins",
        "ddl",
        "shortestpath",
        "allpaths",
        "endpoints",
        "statistics",
        "rebuildnow",
        "abortquery",
        "showprocesslist",
    ];
    let accounts = state.accounts();
    let (user, access) = (&identity.user, accounts.access());
    match path {
        [first, graph, ..] if IN_A_GRAPH.contains(first) && !access.may_enter(user, graph) => {
            Err(RestError::privilege(graph))
        }
        _ => Ok(()),
    }
}

/// The schema version of the graph in the path, for the envelope of an error.
fn schema_version(state: &State, request: &Request) -> u32 {
    request.segments.get(1).map_or(0, |graph| state.read().version(graph))
}
