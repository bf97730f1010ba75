//! `/workload-manager`: the configuration of workload queues and the permissions to use them.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::body;
use super::error::GsqlError;
use crate::catalog::{Holder, Workload};
use crate::http::reply::Reply;
use crate::request::Call;

fn bad(message: String) -> GsqlError {
    GsqlError::with_status(StatusCode::BAD_REQUEST, message)
}

/// `GET .../configs`
pub(super) fn configs(call: &Call<'_>) -> Reply {
    Reply::ok(&call.state.stored().workload)
}

/// `POST .../configs`: replaces the configuration.
pub(super) fn configure(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let new: Workload = body(call.request)?;
    call.state.stored().workload.configure(new).map_err(bad)?;
    Ok(Reply::done("Successfully updated the workload queues."))
}

/// A name or a list of names.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Many(Vec<String>),
}

impl Default for Names {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Names {
    fn holders(self, kind: fn(String) -> Holder) -> Vec<Holder> {
        match self {
            Self::One(name) => vec![kind(name)],
            Self::Many(names) => names.into_iter().map(kind).collect(),
        }
    }
}

#[derive(Deserialize)]
struct Permission {
    action: String,
    queue: String,
    #[serde(default)]
    user: Names,
    #[serde(default)]
    group: Names,
    #[serde(default)]
    role: Names,
}

/// `POST .../permission`: grants a queue to users, proxy groups and roles, or revokes it.
pub(super) fn permit(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let Permission { action, queue, user, group, role } = body(call.request)?;
    let (grant, outcome) = match action.as_str() {
        "grant" => (true, "granted"),
        "revoke" => (false, "revoked"),
        other => return Err(bad(format!("The action must be grant or revoke, not '{other}'."))),
    };
    let mut holders = user.holders(Holder::User);
    holders.extend(group.holders(Holder::Group));
    holders.extend(role.holders(Holder::Role));
    call.state.stored().workload.permit(&queue, holders, grant).map_err(bad)?;
    Ok(Reply::done(format!("Successfully {outcome} the workload queue {queue}.")))
}

/// `GET .../permission`: the holders of each queue.
pub(super) fn permissions(call: &Call<'_>) -> Reply {
    let stored = call.state.stored();
    let workload = &stored.workload;
    let rows = workload.queues.keys().map(|queue| {
        let named = |name: fn(&Holder) -> Option<&String>| -> Vec<_> {
            workload.holders(queue).filter_map(name).cloned().collect()
        };
        json!({
            "queue": queue,
            "user": named(|it| if let Holder::User(name) = it { Some(name) } else { None }),
            "group": named(|it| if let Holder::Group(name) = it { Some(name) } else { None }),
            "role": named(|it| if let Holder::Role(name) = it { Some(name) } else { None }),
        })
    });
    Reply::results(rows.collect::<Json>())
}
