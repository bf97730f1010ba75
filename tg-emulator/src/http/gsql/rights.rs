//! The rights of callers.

use http::StatusCode;

use super::error::GsqlError;
use crate::http::endpoint::Access;
use crate::request::Call;

/// Returns the graph of `?graph=`, which must exist.
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

/// Rejects a caller without a privilege, in a graph or globally.
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

/// Rejects a caller who may not call an endpoint. Text is checked statement by statement.
pub(super) fn check(call: &Call<'_>, access: Access) -> Result<(), GsqlError> {
    match access {
        Access::Open | Access::User => Ok(()),
        Access::Role => check_role(call),
        Access::Global(privilege) => demand(call, privilege, None),
        Access::Graph(privilege) => demand(call, privilege, graph(call)?.as_deref()),
    }
}

fn check_role(call: &Call<'_>) -> Result<(), GsqlError> {
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
