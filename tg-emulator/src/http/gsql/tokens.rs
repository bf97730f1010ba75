//! `/gsql/v1/tokens`: tokens of 4.x, in the form of a JWT.

use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::error::GsqlError;
use crate::catalog::accounts::Credentials;
use crate::http::lifetime::Lifetime;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::request::Request;
use crate::state::State;
use crate::store::datetime;

#[derive(Default, Deserialize)]
struct Asked {
    secret: Option<String>,
    graph: Option<String>,
    lifetime: Option<Lifetime>,
}

/// `POST /gsql/v1/tokens`: by a secret in the body, without any login, or else by a login. Seconds
/// are the unit of `lifetime`.
pub(super) fn create(state: &State, request: &Request) -> Result<Reply, GsqlError> {
    let asked: Asked = if request.is_blank() {
        Asked::default()
    } else {
        serde_json::from_slice(&request.body).map_err(|error| GsqlError::body(&error))?
    };
    let user = match asked.secret.as_deref().filter(|secret| !secret.is_empty()) {
        Some(value) => {
            let accounts = state.accounts();
            accounts.secret(value).ok_or_else(GsqlError::unauthorized)?.user.clone()
        }
        None if !state.config.auth && Credentials::read(&request.headers) == Credentials::None => {
            state.accounts().first_user().to_owned()
        }
        None => super::identify(state, request)?.user,
    };
    let graph = asked.graph.as_deref().filter(|graph| !graph.is_empty());
    if let Some(name) = graph
        && state.read().graphs.schema().graph(name).is_none()
    {
        let message = format!("Graph {name} not found");
        return Err(GsqlError::with_status(StatusCode::NOT_FOUND, message));
    }
    let lifetime =
        asked.lifetime.map_or(state.config.token_lifetime.as_secs(), |Lifetime(seconds)| seconds);
    let (generation, now) = (state.config.generation, state.clock.seconds());
    let token = state.accounts().issue_token(generation, &user, graph, now, lifetime);
    let expiration = datetime::format_long(i64::try_from(token.dies).unwrap_or(i64::MAX));
    Ok(Reply::document(
        StatusCode::OK,
        &json!({
            "expiration": expiration, "error": false,
            "message": "Generate new JWT token successfully.", "token": token.text,
        }),
    ))
}

#[derive(Default, Deserialize)]
struct Dropped {
    #[serde(default)]
    tokens: String,
}

/// `DELETE /gsql/v1/tokens`: a comma-joined list in the body, which goes on the list of dropped tokens;
/// or `?clear=true`, which empties that list, so that they are good again.
pub(super) fn delete(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let message = "Successfully dropped the specified JWT tokens";
    let done = || Reply::document(StatusCode::OK, &json!({"error": false, "message": message}));
    if call.request.query.is_true("clear") {
        call.state.accounts().unblock_tokens(&call.identity.user);
        return Ok(done());
    }
    let dropped: Dropped =
        serde_json::from_slice(&call.request.body).map_err(|error| GsqlError::body(&error))?;
    let mut accounts = call.state.accounts();
    for token in dropped.tokens.split(',').map(str::trim).filter(|token| !token.is_empty()) {
        accounts.block_token(token);
    }
    Ok(done())
}

#[derive(Default, Deserialize)]
struct Whose {
    #[serde(default)]
    user: Vec<String>,
    #[serde(default)]
    secret: Vec<String>,
}

/// `DELETE /expiredtoken`: forgets the tokens that have died; of the users in the body, if there are.
/// As a whole or not at all.
pub(super) fn delete_expired(state: &State, request: &Request) -> Result<Reply, GsqlError> {
    let whose: Whose = if request.is_blank() {
        Whose::default()
    } else {
        serde_json::from_slice(&request.body).map_err(|error| GsqlError::body(&error))?
    };
    let mut accounts = state.accounts();
    let mut users = whose.user;
    if let Some(name) = users.iter().find(|name| accounts.password(name).is_none()) {
        return Err(GsqlError::new(format!("The user '{name}' does not exist.")));
    }
    for value in &whose.secret {
        // The emulator does not keep which secret a token was made with; its user is known.
        let owner = accounts.secret(value).map(|secret| secret.user.clone());
        users.push(owner.ok_or_else(|| GsqlError::new("A secret does not exist."))?);
    }
    accounts.drop_dead_tokens(state.clock.seconds(), &users);
    Ok(Reply::done("Successfully dropped the expired tokens."))
}

#[derive(Deserialize)]
struct Checked {
    token: String,
}

/// `POST /gsql/v1/tokens/check`
pub(super) fn check(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let Checked { token } =
        serde_json::from_slice(&call.request.body).map_err(|error| GsqlError::body(&error))?;
    let (generation, now) = (call.state.config.generation, call.state.clock.seconds());
    if call.state.accounts().check_token(&token, generation, now).is_err() {
        return Err(GsqlError::new("The token verification failed."));
    }
    let message = format!("The token {token} verification succeed.");
    Ok(Reply::document(StatusCode::OK, &json!({"error": false, "message": message})))
}
