//! `/gsql/v1/users` and `/gsql/v1/groups` (4.x).

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::error::GsqlError;
use super::rights;
use crate::catalog::accounts::{Accounts, Group, Privilege};
use crate::http::gsql::body;
use crate::http::reply::Reply;
use crate::request::Call;

/// Returns a user in the form of this API and of `auth/simple`: the global scope is `1`.
pub(super) fn described(accounts: &Accounts, user: &str) -> Json {
    let access = accounts.access();
    let key = |scope: Option<String>| scope.unwrap_or_else(|| "1".to_owned());
    let roles = access.roles_of(user).into_iter();
    let roles: Map<_, _> = roles.map(|(scope, names)| (key(scope), json!(names))).collect();
    let privileges = access.privileges_of(user).into_iter();
    let privileges: Map<_, _> =
        privileges.map(|(scope, all)| (key(scope), described_privileges(&all))).collect();
    let secrets = accounts.masked_secrets(user).into_iter();
    let secrets: Vec<_> =
        secrets.map(|(alias, value)| json!({"alias": alias, "value": value})).collect();
    json!({
        "name": user, "roles": roles, "privileges": privileges,
        "isSuperUser": access.is_superuser(user), "secrets": secrets,
        "failedAttempts": 0, "disabled": false,
        "showAlterPasswordWarning": accounts.password(user) == Some(user),
    })
}

/// Returns privileges for everything in a list, and those for one type by its name.
fn described_privileges(all: &[Privilege]) -> Json {
    let whole = all.iter().filter(|it| it.vertex.is_none()).map(|it| it.name.as_str());
    let mut described = json!({"privileges": whole.collect::<Vec<_>>()});
    for Privilege { name, vertex } in all {
        let Some(vertex) = vertex else { continue };
        match described["vertices"][vertex].as_array_mut() {
            Some(names) => names.push(json!(name)),
            None => described["vertices"][vertex] = json!([name]),
        }
    }
    described
}

/// `GET /gsql/v1/users[?graph=]`: all, or those with a role in a graph. A caller who may not see
/// users gets only their own entry.
pub(super) fn list(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = rights::graph(call)?;
    let accounts = call.state.accounts();
    let caller = &call.identity.user;
    let all = accounts.access().has_privilege(caller, "READ_USER", graph.as_deref());
    let users = accounts.users().filter(|user| {
        (all || user == caller)
            && graph.as_ref().is_none_or(|graph| accounts.access().may_enter(user, graph))
    });
    Ok(Reply::results(users.map(|user| described(&accounts, user)).collect::<Json>()))
}

pub(super) fn get(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    if name != call.identity.user {
        rights::demand(call, "READ_USER", None)?;
    }
    let accounts = call.state.accounts();
    accounts.known([&name.to_owned()]).map_err(GsqlError::new)?;
    Ok(Reply::results(described(&accounts, name)))
}

#[derive(Deserialize)]
struct NewUser {
    username: String,
    password: String,
}

/// `POST /gsql/v1/users`: with `?action=delete`, drops users.
pub(super) fn create_or_drop(call: &Call<'_>) -> Result<Reply, GsqlError> {
    if call.request.query.get("action") == Some("delete") { drop_many(call) } else { create(call) }
}

fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let NewUser { username, password } = body(call.request)?;
    call.state.accounts().create_user(&username, &password).map_err(GsqlError::new)?;
    Ok(Reply::done(format!("Successfully created user {username}")))
}

#[derive(Deserialize)]
struct ChangedUser {
    name: String,
    password: String,
}

/// `PUT /gsql/v1/users`: sets a password; users may change their own.
pub(super) fn update(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let ChangedUser { name, password } = body(call.request)?;
    if name != call.identity.user {
        rights::demand(call, "WRITE_USER", None)?;
    }
    call.state.accounts().change_password(&name, &password).map_err(GsqlError::new)?;
    Ok(Reply::done(format!("Successfully updated user {name}")))
}

pub(super) fn drop_one(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    call.state.accounts().drop_users(&[name.to_owned()]).map_err(GsqlError::new)?;
    Ok(Reply::done(format!("Successfully dropped user {name}")))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserNames {
    user_names: Vec<String>,
}

fn drop_many(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let UserNames { user_names } = body(call.request)?;
    call.state.accounts().drop_users(&user_names).map_err(GsqlError::new)?;
    Ok(Reply::done(format!("Successfully dropped users: [{}]", user_names.join(", "))))
}

fn described_group(group: &Group) -> Json {
    json!({"name": group.name, "rule": group.rule})
}

fn unknown_group(name: &str) -> GsqlError {
    GsqlError::new(format!("The group '{name}' does not exist."))
}

pub(super) fn list_groups(call: &Call<'_>) -> Reply {
    let accounts = call.state.accounts();
    Reply::results(accounts.access().groups.iter().map(described_group).collect::<Json>())
}

pub(super) fn get_group(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let accounts = call.state.accounts();
    let group = accounts.access().groups.iter().find(|group| group.name == name);
    group.map(|group| Reply::results(described_group(group))).ok_or_else(|| unknown_group(name))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewGroup {
    group_name: String,
    proxy_rule: String,
}

/// `POST /gsql/v1/groups`: with `?action=delete`, drops groups.
pub(super) fn create_or_drop_groups(call: &Call<'_>) -> Result<Reply, GsqlError> {
    match call.request.query.get("action") {
        Some("delete") => drop_groups(call),
        _ => create_group(call),
    }
}

fn create_group(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let NewGroup { group_name: name, proxy_rule: rule } = body(call.request)?;
    if name.is_empty() {
        return Err(GsqlError::new("'' is not a valid group name."));
    }
    let mut accounts = call.state.accounts();
    let groups = &mut accounts.access_mut().groups;
    if groups.iter().any(|group| group.name == name) {
        return Err(GsqlError::new(format!("The group '{name}' already exists.")));
    }
    groups.push(Group { name: name.clone(), rule });
    Ok(Reply::done(format!("Successfully created group {name}")))
}

#[derive(Deserialize)]
struct ChangedGroup {
    name: String,
    rule: String,
}

pub(super) fn update_group(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let ChangedGroup { name, rule } = body(call.request)?;
    let mut accounts = call.state.accounts();
    let mut groups = accounts.access_mut().groups.iter_mut();
    groups.find(|group| group.name == name).ok_or_else(|| unknown_group(&name))?.rule = rule;
    Ok(Reply::done(format!("Successfully updated group {name}")))
}

pub(super) fn drop_group(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    drop_named(call, &[name.to_owned()])?;
    Ok(Reply::done(format!("Successfully dropped group {name}")))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GroupNames {
    group_names: Vec<String>,
}

fn drop_groups(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let GroupNames { group_names } = body(call.request)?;
    drop_named(call, &group_names)?;
    Ok(Reply::done(format!("Successfully dropped groups: [{}]", group_names.join(", "))))
}

/// Drops all of them, or none if one does not exist.
fn drop_named(call: &Call<'_>, names: &[String]) -> Result<(), GsqlError> {
    let mut accounts = call.state.accounts();
    let groups = &mut accounts.access_mut().groups;
    let missing = names.iter().find(|name| !groups.iter().any(|group| group.name == **name));
    if let Some(name) = missing {
        return Err(unknown_group(name));
    }
    groups.retain(|group| !names.contains(&group.name));
    Ok(())
}
