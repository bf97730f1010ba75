//! What a caller may do, and answers that the endpoints about users and roles share.

use http::StatusCode;
use serde_json::{Value as Json, json};

use super::Call;
use super::error::GsqlError;
use crate::http::reply::Reply;

pub(super) fn results(results: Json) -> Reply {
    Reply::document(StatusCode::OK, &json!({"error": false, "message": "", "results": results}))
}

/// The graph of `?graph=`, which must be there.
pub(super) fn graph(call: &Call<'_>) -> Result<Option<String>, GsqlError> {
    match call.request.query.given("graph") {
        Some(name) if call.state.read().graphs.schema().graph(name).is_none() => {
            Err(GsqlError::graph(name))
        }
        name => Ok(name.map(ToOwned::to_owned)),
    }
}

fn forbidden(message: String) -> GsqlError {
    GsqlError::with_status(StatusCode::FORBIDDEN, message)
}

/// Refuses a caller without a privilege, in a graph or everywhere.
pub(super) fn demand(
    call: &Call<'_>,
    privilege: &str,
    graph: Option<&str>,
) -> Result<(), GsqlError> {
    let user = &call.identity.user;
    if call.state.accounts().access().has_privilege(user, privilege, graph) {
        return Ok(());
    }
    let place = graph.map_or_else(|| "globally".to_owned(), |graph| format!("on graph '{graph}'"));
    Err(forbidden(format!("User '{user}' does not have the privilege {privilege} {place}.")))
}

/// Refuses those without any role whatever is not their own, and those without a role in the graph
/// that they name what is in it. Text is looked at statement by statement.
pub(super) fn check(call: &Call<'_>, path: &[&str]) -> Result<(), GsqlError> {
    const OPEN: [&str; 15] = [
        "version",
        "auth",
        "simpleauth",
        "tokens",
        "secrets",
        "users",
        "statements",
        "file",
        "command",
        "help",
        "getinfo",
        "dialog",
        "reset",
        "abortclientsession",
        "abortloadingprogress",
    ];
    if path.first().is_none_or(|first| OPEN.contains(first)) {
        return Ok(());
    }
    let user = &call.identity.user;
    let accounts = call.state.accounts();
    if !accounts.access().has_role(user) {
        return Err(forbidden(format!("User '{user}' has no role, and so no privilege for this.")));
    }
    match call.request.query.given("graph") {
        Some(graph) if !accounts.access().may_enter(user, graph) => {
            Err(forbidden(format!("User '{user}' has no privilege on graph '{graph}'.")))
        }
        _ => Ok(()),
    }
}
