//! `/gsql/v1/roles` and `/gsql/v1/privileges` (4.x). What they have done stands in `results`.

use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::Call;
use super::error::GsqlError;
use super::rights::{self, results};
use crate::catalog::accounts::{GLOBAL_ROLES, LOCAL_ROLES, PRIVILEGES, Privilege};
use crate::gsql::security::roles_line;
use crate::http::reply::Reply;

/// Below `/gsql/v1`; `None` for what is not about roles and privileges.
pub(super) fn route(call: &Call<'_>, path: &[&str]) -> Option<Result<Reply, GsqlError>> {
    Some(match (&call.request.method, path) {
        (&Method::GET, ["roles"]) => Ok(list(call)),
        (&Method::POST, ["roles"]) => create(call),
        (&Method::DELETE, ["roles"]) => delete(call),
        (&Method::POST, ["roles", "grant"]) => grant(call, true),
        (&Method::POST, ["roles", "revoke"]) => grant(call, false),
        (&Method::GET, ["privileges"]) => Ok(privileges()),
        (&Method::POST, ["privileges", "grant"]) => change(call, true),
        (&Method::POST, ["privileges", "revoke"]) => change(call, false),
        _ => return None,
    })
}

fn list(call: &Call<'_>) -> Reply {
    let accounts = call.state.accounts();
    let made = accounts.access().made_roles().into_iter();
    let made: Map<String, Json> = made
        .map(|(scope, names)| (scope.unwrap_or_else(|| "1".to_owned()), json!(names)))
        .collect();
    results(json!({
        "builtIn": {"global": GLOBAL_ROLES, "local": LOCAL_ROLES},
        "userDefinedRoles": made,
    }))
}

fn privileges() -> Reply {
    let shown = PRIVILEGES.iter();
    let shown = shown.map(|(name, kind)| json!({"privilegeType": kind, "privilege": name}));
    results(shown.collect())
}

/// Refuses an empty list: the request would say that something was done.
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

fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = rights::graph(call)?;
    rights::demand(call, "WRITE_ROLE", graph.as_deref())?;
    let NewRoles { roles } =
        serde_json::from_slice(&call.request.body).map_err(|error| GsqlError::body(&error))?;
    let roles = nonempty(roles, "roles")?;
    call.state.accounts().access_mut().create_roles(&roles, &graph).map_err(GsqlError::new)?;
    Ok(results(roles_line("created", &roles, graph.as_deref()).into()))
}

/// `DELETE /gsql/v1/roles?role=`; the documents call the parameter `roles` too.
fn delete(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = rights::graph(call)?;
    rights::demand(call, "WRITE_ROLE", graph.as_deref())?;
    let mut roles = call.request.query.list("role");
    roles.extend(call.request.query.list("roles"));
    let roles = nonempty(roles, "role")?;
    call.state.accounts().access_mut().drop_roles(&roles, &graph).map_err(GsqlError::new)?;
    Ok(results(roles_line("dropped", &roles, graph.as_deref()).into()))
}

#[derive(Deserialize)]
struct Granted {
    roles: Vec<String>,
    users: Vec<String>,
}

fn grant(call: &Call<'_>, give: bool) -> Result<Reply, GsqlError> {
    let graph = rights::graph(call)?;
    rights::demand(call, "WRITE_ROLE", graph.as_deref())?;
    let Granted { roles, users } =
        serde_json::from_slice(&call.request.body).map_err(|error| GsqlError::body(&error))?;
    let (roles, users) = (nonempty(roles, "roles")?, nonempty(users, "users")?);
    call.state.accounts().share_roles(&roles, &users, &graph, give).map_err(GsqlError::new)?;
    let (done, to) = if give { ("granted", "to") } else { ("revoked", "from") };
    let (roles, users) = (roles.join(", "), users.join(", "));
    Ok(results(format!("Successfully {done} roles [{roles}] {to} users [{users}].").into()))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    privileges: Vec<String>,
    vertex_name: Option<String>,
    roles: Vec<String>,
}

fn change(call: &Call<'_>, give: bool) -> Result<Reply, GsqlError> {
    let graph = rights::graph(call)?;
    rights::demand(call, "WRITE_ROLE", graph.as_deref())?;
    let Changed { privileges, vertex_name, roles } =
        serde_json::from_slice(&call.request.body).map_err(|error| GsqlError::body(&error))?;
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
    Ok(results(format!("Successfully {done} privileges [{names}] {to} roles [{roles}].").into()))
}
