//! `/gsql/v1/roles` and `/gsql/v1/privileges` (4.x). Their messages are in `results`.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::error::GsqlError;
use super::rights;
use crate::catalog::accounts::{GLOBAL_ROLES, LOCAL_ROLES, PRIVILEGES, Privilege};
use crate::gsql::security::roles_line;
use crate::http::gsql::body;
use crate::http::reply::Reply;
use crate::request::Call;

pub(super) fn list(call: &Call<'_>) -> Reply {
    let accounts = call.state.accounts();
    let made = accounts.access().made_roles().into_iter();
    let made: Map<String, Json> = made
        .map(|(scope, names)| (scope.unwrap_or_else(|| "1".to_owned()), json!(names)))
        .collect();
    Reply::results(json!({
        "builtIn": {"global": GLOBAL_ROLES, "local": LOCAL_ROLES},
        "userDefinedRoles": made,
    }))
}

pub(super) fn privileges() -> Reply {
    let privileges = PRIVILEGES.iter();
    let privileges =
        privileges.map(|(name, kind)| json!({"privilegeType": kind, "privilege": name}));
    Reply::results(privileges.collect::<Json>())
}

/// Rejects an empty list, which would report success for nothing.
fn nonempty(names: Vec<String>, key: &str) -> Result<Vec<String>, GsqlError> {
    match names.iter().any(String::is_empty) || names.is_empty() {
        true => Err(GsqlError::new(format!("{key} must be names, at least one."))),
        false => Ok(names),
    }
}

#[derive(Deserialize)]
struct NewRoles {
    roles: Vec<String>,
}

pub(super) fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = rights::graph(call)?;
    let NewRoles { roles } = body(call.request)?;
    let roles = nonempty(roles, "roles")?;
    call.state.accounts().access_mut().create_roles(&roles, &graph).map_err(GsqlError::new)?;
    Ok(Reply::results(roles_line("created", &roles, graph.as_deref())))
}

/// `DELETE /gsql/v1/roles?role=`; the documentation also calls the parameter `roles`.
pub(super) fn delete(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = rights::graph(call)?;
    let mut roles = call.request.query.list("role");
    roles.extend(call.request.query.list("roles"));
    let roles = nonempty(roles, "role")?;
    call.state.accounts().access_mut().drop_roles(&roles, &graph).map_err(GsqlError::new)?;
    Ok(Reply::results(roles_line("dropped", &roles, graph.as_deref())))
}

#[derive(Deserialize)]
struct Granted {
    roles: Vec<String>,
    users: Vec<String>,
}

pub(super) fn grant(call: &Call<'_>, give: bool) -> Result<Reply, GsqlError> {
    let graph = rights::graph(call)?;
    let Granted { roles, users } = body(call.request)?;
    let (roles, users) = (nonempty(roles, "roles")?, nonempty(users, "users")?);
    call.state.accounts().share_roles(&roles, &users, &graph, give).map_err(GsqlError::new)?;
    let (done, to) = if give { ("granted", "to") } else { ("revoked", "from") };
    let (roles, users) = (roles.join(", "), users.join(", "));
    Ok(Reply::results(format!("Successfully {done} roles [{roles}] {to} users [{users}].")))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    privileges: Vec<String>,
    vertex_name: Option<String>,
    roles: Vec<String>,
}

pub(super) fn change(call: &Call<'_>, give: bool) -> Result<Reply, GsqlError> {
    let graph = rights::graph(call)?;
    let Changed { privileges, vertex_name, roles } = body(call.request)?;
    let (names, roles) = (nonempty(privileges, "privileges")?, nonempty(roles, "roles")?);
    let vertex = vertex_name.filter(|name| !name.is_empty());
    if let Some(name) = &vertex
        && !call.state.read().graphs.schema().catalog.vertices.iter().any(|ty| ty.name == *name)
    {
        return Err(GsqlError::new(format!("The vertex type '{name}' does not exist.")));
    }
    let privileges: Vec<_> =
        names.iter().map(|name| Privilege { name: name.clone(), vertex: vertex.clone() }).collect();
    let mut accounts = call.state.accounts();
    let access = accounts.access_mut();
    access.change_privileges(&privileges, &roles, &graph, give).map_err(GsqlError::new)?;
    let (done, to) = if give { ("granted", "to") } else { ("revoked", "from") };
    let (names, roles) = (names.join(", "), roles.join(", "));
    Ok(Reply::results(format!("Successfully {done} privileges [{names}] {to} roles [{roles}].")))
}
