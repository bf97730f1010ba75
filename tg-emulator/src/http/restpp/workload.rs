//! Workload queues as RESTPP has them: a list, the status, and the header of a query.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::envelope::Version;
use super::error::RestError;
use crate::catalog::{Holder, Workload};
use crate::http::reply::Reply;
use crate::request::Call;

/// Returns what a caller is to the permissions for queues.
fn caller(call: &Call<'_>) -> Vec<Holder> {
    let user = &call.identity.user;
    let accounts = call.state.accounts();
    let roles = accounts.access().roles_of(user).into_iter().flat_map(|(_, roles)| roles);
    let mut holders: Vec<_> = roles.map(Holder::Role).collect();
    holders.push(Holder::User(user.clone()));
    holders
}

/// Returns `true` if the caller may use a queue.
fn may_use(call: &Call<'_>, workload: &Workload, queue: &str) -> bool {
    let is_superuser = call.state.accounts().access().is_superuser(&call.identity.user);
    workload.queues.contains_key(queue) && (is_superuser || workload.is_open(queue, &caller(call)))
}

/// Rejects a query for a queue that its caller may not use. Without queues the header has no
/// effect.
pub(super) fn check(call: &Call<'_>) -> Result<(), RestError> {
    let Some(queue) = call.request.header("Workload-Queue") else { return Ok(()) };
    let workload = call.state.stored().workload.clone();
    if !workload.is_enabled || may_use(call, &workload, queue) {
        return Ok(());
    }
    Err(RestError::queue(queue, &call.identity.user))
}

/// `GET /workload-manager/queue`: the queues that the caller may use.
pub(super) fn queues(call: &Call<'_>) -> Reply {
    let workload = call.state.stored().workload.clone();
    let open = workload
        .queues
        .iter()
        .filter(|(name, _)| workload.is_enabled && may_use(call, &workload, name));
    let rows = open.map(|(name, queue)| {
        json!({"id": name, "description": queue.description, "isDefault": queue.is_default})
    });
    Reply::ok(&rows.collect::<Json>())
}

#[derive(Deserialize)]
struct Requested {
    queuelist: Vec<String>,
}

/// `POST /workload-manager/queuestatus`: no query ever waits for its queue.
pub(super) fn status(call: &Call<'_>) -> Result<Reply, RestError> {
    let Requested { queuelist } = serde_json::from_slice(&call.request.body)
        .map_err(|error| RestError::new("REST-2001", format!("The payload is invalid: {error}")))?;
    let workload = call.state.stored().workload.clone();
    if let Some(queue) = queuelist.iter().find(|name| !workload.queues.contains_key(*name)) {
        return Err(RestError::queue(queue, &call.identity.user));
    }
    let rows = queuelist.iter().map(|name| json!({"id": name, "running": 0, "delayed": 0}));
    let instance = json!({
        "version": Version::of(0), "error": false, "message": "",
        "results": rows.collect::<Json>(), "code": "REST-0000",
    });
    Ok(Reply::ok(&json!({"WorkloadQueueStatusByInstances": [instance]})))
}
