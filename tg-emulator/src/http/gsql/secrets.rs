//! `/gsql/v1/secrets` (4.x).

use serde::Deserialize;
use serde_json::{Value, json};

use super::error::GsqlError;
use super::rights;
use crate::catalog::accounts::{NameInUse, Secret};
use crate::http::gsql::body;
use crate::http::reply::Reply;
use crate::request::Call;

fn described(secret: &Secret) -> Value {
    json!({"alias": secret.alias, "value": secret.value})
}

/// Returns the user that the request is about: the caller, or `userName`. A secret gives access to
/// the account of its user, so only callers who may change users reach another's.
fn user<'a>(call: &'a Call<'_>) -> Result<&'a str, GsqlError> {
    let caller = call.identity.user.as_str();
    let user = call.request.query.given("userName").unwrap_or(caller);
    if user != caller {
        rights::demand(call, "WRITE_USER", None)?;
    }
    Ok(user)
}

/// `POST /gsql/v1/secrets?alias=[&value=][&userName=]`
pub(super) fn create(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let query = &call.request.query;
    let (alias, value) = (query.given("alias"), query.given("value"));
    let user = user(call)?;
    let mut accounts = call.state.accounts();
    if accounts.password(user).is_none() {
        return Err(GsqlError::new(format!("The user '{user}' does not exist.")));
    }
    match accounts.add_secret(user, alias, value, None) {
        Ok(secret) => Ok(Reply::results(described(&secret))),
        Err(NameInUse) => {
            let name = alias.unwrap_or_default();
            Err(GsqlError::new(format!("The secret with alias {name} already exists.")))
        }
    }
}

/// `GET /gsql/v1/secrets`
pub(super) fn list(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let user = user(call)?;
    let accounts = call.state.accounts();
    Ok(Reply::results(accounts.secrets_of(user).map(described).collect::<Value>()))
}

/// `GET /gsql/v1/secrets/{alias}`
pub(super) fn get(call: &Call<'_>, alias: &str) -> Result<Reply, GsqlError> {
    let user = user(call)?;
    let accounts = call.state.accounts();
    let found = accounts.secrets_of(user).find(|secret| secret.alias == alias);
    let secret = found
        .ok_or_else(|| GsqlError::new(format!("The secret with alias {alias} does not exist.")))?;
    Ok(Reply::results(described(secret)))
}

#[derive(Deserialize)]
struct Names {
    secrets: Vec<String>,
}

/// `DELETE /gsql/v1/secrets`
pub(super) fn delete_many(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let Names { secrets } = body(call.request)?;
    delete(call, &secrets)
}

/// Drops secrets by alias or value: all of them, or none if one does not exist.
pub(super) fn delete(call: &Call<'_>, names: &[String]) -> Result<Reply, GsqlError> {
    let user = user(call)?;
    let mut accounts = call.state.accounts();
    let missing: Vec<&str> = names
        .iter()
        .filter(|name| !accounts.secrets_of(user).any(|s| s.alias == **name || s.value == **name))
        .map(String::as_str)
        .collect();
    if !missing.is_empty() {
        // A name can be the value of a secret, so it is not repeated.
        let message = format!("Failed to drop secrets: {} of them cannot be found.", missing.len());
        return Err(GsqlError::new(message));
    }
    for name in names {
        accounts.drop_secret(user, name);
    }
    let message = format!("Successfully removed the secrets for user {user}.");
    Ok(Reply::done(message))
}
