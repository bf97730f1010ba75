//! The GSQL server: text, schema, secrets and tokens.

mod error;
mod schema;
mod secrets;
mod statements;
mod system;
mod tokens;

use http::Method;

use super::{Reply, Request};
use crate::auth::{Credentials, Identity, Refusal};
use crate::config::Generation;
use crate::state::State;
use error::GsqlError;

/// One call of an endpoint, whose credentials have been accepted.
struct Call<'a> {
    state: &'a State,
    request: &'a Request,
    identity: Identity,
}

/// Answers a request to the GSQL server.
pub(super) fn handle(state: &State, request: &Request) -> Reply {
    answer(state, request).unwrap_or_else(GsqlError::into_reply)
}

/// The answer to refused credentials, expired ones included.
pub(super) fn unauthorized() -> Reply {
    GsqlError::unauthorized().into_reply()
}

fn answer(state: &State, request: &Request) -> Result<Reply, GsqlError> {
    let path = request.path();
    let path = path.as_slice();
    if (&request.method, path) == (&Method::GET, &["api", "ping"]) {
        return Ok(system::ping());
    }
    match (state.config.generation, path) {
        (Generation::V4, ["gsql", "v1", "tokens"]) if request.method == Method::POST => {
            tokens::create(state, request)
        }
        (_, ["expiredtoken"]) if request.method == Method::DELETE => {
            identify(state, request)?;
            Ok(tokens::delete_expired(state))
        }
        (Generation::V4, ["gsql", "v1", rest @ ..]) => {
            let call = Call { state, request, identity: identify(state, request)? };
            route_v4(&call, rest)
        }
        (Generation::V3, ["gsqlserver", "interpreted_query"]) if request.method == Method::POST => {
            identify(state, request)?;
            Err(statements::interpret())
        }
        (Generation::V3, ["gsqlserver", "gsql", rest @ ..]) => {
            let call = Call { state, request, identity: identify(state, request)? };
            route_v3(&call, rest)
        }
        _ => Err(GsqlError::endpoint(&request.path)),
    }
}

fn route_v4(call: &Call<'_>, path: &[&str]) -> Result<Reply, GsqlError> {
    match (&call.request.method, path) {
        (&Method::POST, ["statements"]) => statements::statements(call),
        (&Method::POST, ["queries", "interpret"]) => Err(statements::interpret()),
        (&Method::GET, ["version"]) => Ok(system::version(call)),
        (&Method::GET, ["auth", "simple"]) => Ok(system::who_am_i(call)),
        (&Method::DELETE, ["tokens"]) => tokens::delete(call),
        (&Method::POST, ["tokens", "check"]) => tokens::check(call),
        (&Method::GET, ["secrets"]) => Ok(secrets::list(call)),
        (&Method::POST, ["secrets"]) => secrets::create(call),
        (&Method::DELETE, ["secrets"]) => secrets::delete_many(call),
        (&Method::GET, ["secrets", alias]) => secrets::get(call, alias),
        (&Method::DELETE, ["secrets", alias]) => secrets::delete(call, &[(*alias).to_owned()]),
        (&Method::GET, ["schema"]) => schema::by_query(call),
        (&Method::GET, ["schema", "graphs"]) => schema::graphs(call),
        (&Method::GET, ["schema", "graphs", graph]) => schema::graph(call, graph),
        (&Method::GET, ["schema", "vertices"]) => schema::vertices(call),
        (&Method::GET, ["schema", "vertices", name]) => schema::vertex(call, name),
        (&Method::GET, ["schema", "edges"]) => schema::edges(call),
        (&Method::GET, ["schema", "edges", name]) => schema::edge(call, name),
        (&Method::GET, ["udt", "tuples"]) => schema::tuples(call, None),
        (&Method::GET, ["udt", "tuples", name]) => schema::tuples(call, Some(name)),
        _ => Err(GsqlError::endpoint(&call.request.path)),
    }
}

fn route_v3(call: &Call<'_>, path: &[&str]) -> Result<Reply, GsqlError> {
    match (&call.request.method, path) {
        (&Method::POST, ["file" | "command"]) => statements::file(call),
        (&Method::POST, ["version"]) => Ok(system::version(call)),
        (&Method::GET, ["simpleauth"]) => Ok(system::who_am_i(call)),
        (&Method::GET, ["schema"]) => schema::by_query(call),
        (&Method::GET, ["udtlist"]) => schema::tuples(call, None),
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
        Err(Refusal::Wrong) => Err(GsqlError::unauthorized()),
        Err(_) if !state.config.auth => {
            Ok(Identity { user: accounts.first_user().to_owned(), graph: None })
        }
        Err(_) => Err(GsqlError::unauthorized()),
    }
}
