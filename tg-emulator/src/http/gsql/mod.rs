//! The GSQL server: text, schema, secrets and tokens.

mod cardinality;
mod error;
mod functions;
mod informant;
mod load_json;
mod load_runs;
mod loading;
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

use std::sync::Arc;

use http::{Method, StatusCode};

use super::{Reply, Request};
use crate::catalog::accounts::{Credentials, Identity, Refusal};
use crate::config::Generation;
use crate::state::State;
use error::GsqlError;
use schema::{graphs, indexes, jobs, kinds, tuples};

/// One call of an endpoint, whose credentials have been accepted.
struct Call<'a> {
    state: &'a Arc<State>,
    request: &'a Request,
    identity: Identity,
}

/// Answers a request to the GSQL server.
pub(super) fn handle(state: &Arc<State>, request: &Request) -> Reply {
    answer(state, request).unwrap_or_else(GsqlError::into_reply)
}

/// The answer to refused credentials, expired ones included.
pub(super) fn unauthorized() -> Reply {
    GsqlError::unauthorized().into_reply()
}

fn answer(state: &Arc<State>, request: &Request) -> Result<Reply, GsqlError> {
    let path = request.path();
    let path = path.as_slice();
    if (&request.method, path) == (&Method::GET, &["api", "ping"]) {
        return Ok(system::ping());
    }
    match (state.config.generation, path) {
        (_, ["informant", rest @ ..]) => informant::route(state, request, rest),
        (Generation::V3, ["ts3", "api", "datapoints"]) if request.method == Method::GET => {
            identify(state, request)?;
            informant::datapoints(state, request)
        }
        (Generation::V4, ["gsql", "v1", "tokens"]) if request.method == Method::POST => {
            tokens::create(state, request)
        }
        (_, ["expiredtoken"]) if request.method == Method::DELETE => {
            identify(state, request)?;
            tokens::delete_expired(state, request)
        }
        (Generation::V4, ["gsql", "v1", rest @ ..]) => {
            let call = Call { state, request, identity: identify(state, request)? };
            route_v4(&call, rest)
        }
        (Generation::V4, ["gsql", "scim", ..]) => {
            identify(state, request)?;
            let message = "The emulator does not support SCIM; users stand under /gsql/v1/users.";
            Err(GsqlError::with_status(StatusCode::NOT_IMPLEMENTED, message))
        }
        (Generation::V3, ["gsqlserver", "interpreted_query"]) if request.method == Method::POST => {
            query::interpret(&Call { state, request, identity: identify(state, request)? })
        }
        (Generation::V3, ["gsqlserver", "gsql", "login"] | ["gsql", "login"])
            if request.method == Method::POST =>
        {
            Ok(shell::login(state, request))
        }
        // Clients on the server's own machine leave nginx out, which has the longer path.
        (Generation::V3, ["gsql", endpoint]) if shell::is_endpoint(endpoint) => {
            let call = Call { state, request, identity: identify(state, request)? };
            route_v3(&call, &[endpoint])
        }
        (Generation::V3, ["gsqlserver", "gsql", rest @ ..]) => {
            let call = Call { state, request, identity: identify(state, request)? };
            route_v3(&call, rest)
        }
        _ => Err(GsqlError::endpoint(&request.path)),
    }
}

fn route_v4(call: &Call<'_>, path: &[&str]) -> Result<Reply, GsqlError> {
    rights::check(call, path)?;
    let about_users = || {
        let reply = users::route(call, path).or_else(|| roles::route(call, path));
        reply.or_else(|| cardinality::route(call, path))
    };
    if let Some(reply) = query::route_v4(call, path).or_else(about_users) {
        return reply;
    }
    match (&call.request.method, path) {
        (&Method::POST, ["statements"]) => statements::statements(call),
        (&Method::GET, ["statements", id]) => statements::submitted(call, id),
        (&Method::PUT, ["statements", id, "cancel"]) => statements::cancel(call, id),
        (_, ["loading-jobs" | "data-sources", ..]) => route_stored(call, path),
        (_, ["sample-data" | "list-buckets" | "list-files", ..]) => preview::route(call, path)
            .unwrap_or_else(|| Err(GsqlError::endpoint(&call.request.path))),
        (&Method::GET, ["version"]) => Ok(system::version(call)),
        (&Method::GET, ["auth", "simple"]) => Ok(system::who_am_i(call)),
        (&Method::DELETE, ["tokens"]) => tokens::delete(call),
        (&Method::POST, ["tokens", "check"]) => tokens::check(call),
        (&Method::GET, ["secrets"]) => secrets::list(call),
        (&Method::POST, ["secrets"]) => secrets::create(call),
        (&Method::DELETE, ["secrets"]) => secrets::delete_many(call),
        (&Method::GET, ["secrets", alias]) => secrets::get(call, alias),
        (&Method::DELETE, ["secrets", alias]) => secrets::delete(call, &[(*alias).to_owned()]),
        (&Method::POST, ["db-export"]) => transfer::export(call),
        (&Method::POST, ["db-import"]) => transfer::import(call),
        (&Method::GET | &Method::POST, ["clear-store"]) => Ok(graphs::clear_store(call)),
        (&Method::GET | &Method::POST, ["drop-all"]) => graphs::drop_all(call),
        (_, ["schema", rest @ ..]) => route_schema(call, rest),
        (&Method::GET, ["udt", "tuples"]) => tuples::show(call, None),
        (&Method::GET, ["udt", "tuples", name]) => tuples::show(call, Some(name)),
        (&Method::GET, ["udt", "files"]) => functions::get(call, None),
        (&Method::GET, ["udt", "files", name]) => functions::get(call, Some(name)),
        (&Method::PUT, ["udt", "files"]) => functions::put_many(call),
        (&Method::PUT, ["udt", "files", name]) => functions::put(call, name),
        (&Method::POST, ["udt", "tuples"]) => tuples::create(call),
        (&Method::DELETE, ["udt", "tuples"]) => {
            tuples::delete(call, &call.request.query.list("tupleName"))
        }
        (&Method::DELETE, ["udt", "tuples", name]) => tuples::delete(call, &[(*name).to_owned()]),
        (_, ["udt", rest @ ..]) => udt::route(call, rest),
        _ => Err(GsqlError::endpoint(&call.request.path)),
    }
}

/// Below `/gsql/v1/schema`.
fn route_schema(call: &Call<'_>, path: &[&str]) -> Result<Reply, GsqlError> {
    let kind = match path.first() {
        Some(&"vertices") => kinds::VERTEX,
        _ => kinds::EDGE,
    };
    match (&call.request.method, path) {
        (&Method::GET, []) => schema::by_query(call),
        (&Method::GET, ["graphs"]) => schema::list_graphs(call),
        (&Method::GET, ["graphs", graph]) => schema::graph(call, graph),
        (&Method::POST, ["graphs"]) => graphs::create(call),
        (&Method::DELETE, ["graphs"]) => graphs::delete(call),
        (&Method::DELETE, ["graphs", graph]) => graphs::delete_one(call, graph),
        (&Method::GET, ["vertices"]) => schema::vertices(call),
        (&Method::GET, ["vertices", name]) => schema::vertex(call, name),
        (&Method::GET, ["edges"]) => schema::edges(call),
        (&Method::GET, ["edges", name]) => schema::edge(call, name),
        (&Method::POST, ["vertices" | "edges"]) => kinds::create(call, kind),
        (&Method::PUT, ["vertices" | "edges", name]) => kinds::update(call, kind, name),
        (&Method::DELETE, ["vertices" | "edges"]) => kinds::delete(call, kind, None),
        (&Method::DELETE, ["vertices" | "edges", name]) => kinds::delete(call, kind, Some(name)),
        (&Method::GET, ["indexes"]) => indexes::list(call),
        (&Method::GET, ["indexes", name]) => indexes::get(call, name),
        (&Method::POST, ["indexes"]) => indexes::create(call),
        (&Method::DELETE, ["indexes"]) => indexes::delete(call, None),
        (&Method::DELETE, ["indexes", name]) => indexes::delete(call, Some(name)),
        (&Method::GET, ["jobs"]) => jobs::list(call),
        (&Method::GET, ["jobs", name]) => jobs::get(call, name),
        (&Method::POST, ["jobs", name]) => jobs::create(call, name),
        (&Method::PUT, ["jobs", name]) => jobs::run(call, name),
        (&Method::DELETE, ["jobs"]) => jobs::delete(call, &call.request.query.list("jobName")),
        (&Method::DELETE, ["jobs", name]) => jobs::delete(call, &[(*name).to_owned()]),
        (&Method::POST, ["change"]) => jobs::change(call),
        (&Method::POST, ["check"]) => Ok(graphs::check()),
        (&Method::POST, ["recover"]) => Ok(graphs::recover()),
        _ => Err(GsqlError::endpoint(&call.request.path)),
    }
}

/// Loading jobs and data sources.
fn route_stored(call: &Call<'_>, path: &[&str]) -> Result<Reply, GsqlError> {
    if let ["loading-jobs", rest @ ..] = path
        && let Some(reply) = load_runs::route(call, rest)
    {
        return reply;
    }
    match (&call.request.method, path) {
        (&Method::GET, ["loading-jobs"]) => loading::list(call),
        (&Method::POST, ["loading-jobs"]) => loading::create(call, None, false),
        (&Method::PUT, ["loading-jobs"]) => loading::create(call, None, true),
        (&Method::PUT, ["loading-jobs", name]) => loading::create(call, Some(name), true),
        (&Method::GET, ["loading-jobs", name]) => loading::get(call, name),
        (&Method::DELETE, ["loading-jobs", name]) => loading::delete(call, name),
        (&Method::GET, ["data-sources"]) => Ok(sources::list(call)),
        (&Method::POST, ["data-sources"]) => sources::create(call),
        (&Method::POST, ["data-sources", "grant"]) => sources::share(call, true),
        (&Method::POST, ["data-sources", "revoke"]) => sources::share(call, false),
        (&Method::DELETE, ["data-sources", "dropAll"]) => Ok(sources::delete_all(call)),
        (&Method::GET, ["data-sources", name]) => sources::get(call, name),
        (&Method::PUT, ["data-sources", name]) => sources::update(call, name),
        (&Method::DELETE, ["data-sources", name]) => sources::delete(call, name),
        _ => Err(GsqlError::endpoint(&call.request.path)),
    }
}

fn route_v3(call: &Call<'_>, path: &[&str]) -> Result<Reply, GsqlError> {
    rights::check(call, path)?;
    if let Some(reply) = query::route_v3(call, path) {
        return reply;
    }
    match (&call.request.method, path) {
        (&Method::POST, [endpoint]) if shell::is_endpoint(endpoint) => shell::route(call, endpoint),
        (&Method::GET, ["simpleauth"]) => Ok(system::who_am_i(call)),
        (&Method::GET, ["schema"]) => schema::by_query(call),
        (&Method::GET, ["userdefinedfunction"]) => functions::get_by_query(call),
        (&Method::PUT, ["userdefinedfunction"]) => {
            functions::put(call, call.request.query.given("filename").unwrap_or_default())
        }
        (&Method::GET, ["loading-jobs"]) => load_runs::progress(call),
        (&Method::GET, ["udtlist"]) => tuples::show(call, None),
        (&Method::GET | &Method::POST, ["clear-store"]) => Ok(graphs::clear_store(call)),
        _ => Err(GsqlError::endpoint(&call.request.path)),
    }
}

/// Who calls. With authentication off, those who show no credentials, or an old token, are taken
/// for the first user; a wrong password is wrong all the same.
fn identify(state: &State, request: &Request) -> Result<Identity, GsqlError> {
    let accounts = state.accounts();
    let credentials = Credentials::read(&request.headers);
    let found = accounts.identify(&credentials, state.config.generation, state.clock.seconds());
    match found {
        Ok(identity) => Ok(identity),
        Err(refusal) => {
            drop(accounts);
            let user = first_user_if_open(state, &refusal).ok_or_else(GsqlError::unauthorized)?;
            Ok(Identity { user, graph: None })
        }
    }
}

/// The first user, where authentication is off and nothing wrong was shown.
fn first_user_if_open(state: &State, refusal: &Refusal) -> Option<String> {
    let open = !state.config.auth && *refusal != Refusal::Wrong;
    open.then(|| state.accounts().first_user().to_owned())
}
