//! `/gsql/v1/tokens`: tokens in the form of a JWT.

use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::error::GsqlError;
use crate::catalog::accounts::Credentials;
use crate::config::Generation;
use crate::http::gsql::body;
use crate::http::lifetime::Lifetime;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::request::Request;
use crate::state::State;
use crate::store::datetime;

#[derive(Default, Deserialize)]
struct TokenRequest {
    secret: Option<String>,
    graph: Option<String>,
    lifetime: Option<Lifetime>,
}

/// `POST /gsql/v1/tokens`, on 3.x `POST /gsqlserver/requestjwttoken`: by a secret in the body
/// without credentials, or else by the credentials. `lifetime` is in seconds.
pub(super) fn create(state: &State, request: &Request) -> Result<Reply, GsqlError> {
    let parameters: TokenRequest =
        if request.is_blank() { TokenRequest::default() } else { body(request)? };
    let user = match parameters.secret.as_deref().filter(|secret| !secret.is_empty()) {
        Some(value) => {
            let accounts = state.accounts();
            let secret = accounts.secret(value);
            let wrong = || GsqlError::wrong_credentials(state.config.version);
            secret.ok_or_else(wrong)?.user.clone()
        }
        None if !state.config.auth && Credentials::read(&request.headers) == Credentials::None => {
            state.accounts().first_user().to_owned()
        }
        None => super::identify(state, request)?.user,
    };
    let graph = parameters.graph.as_deref().filter(|graph| !graph.is_empty());
    if let Some(name) = graph
        && state.read().graphs.schema().graph(name).is_none()
    {
        let message = format!("Graph {name} not found");
        return Err(GsqlError::with_status(StatusCode::NOT_FOUND, message));
    }
    let lifetime = parameters
        .lifetime
        .map_or(state.config.token_lifetime.as_secs(), |Lifetime(seconds)| seconds);
    let now = state.clock.seconds();
    let token = state.accounts().issue_token(Generation::V4, &user, graph, now, lifetime);
    let expiration = datetime::format_long(i64::try_from(token.expires).unwrap_or(i64::MAX));
    Ok(Reply::ok(&json!({
        "expiration": expiration, "error": false,
        "message": "Generate new JWT token successfully.", "token": token.text,
    })))
}

#[derive(Default, Deserialize)]
struct Dropped {
    #[serde(default)]
    tokens: String,
}

/// `DELETE /gsql/v1/tokens`: adds a comma-joined list to the dropped tokens; with `?clear=true`,
/// empties the list of dropped tokens, which are valid again.
pub(super) fn delete(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let message = "Successfully dropped the specified JWT tokens";
    let done = || Reply::done(message);
    if call.request.query.is_true("clear") {
        call.state.accounts().unblock_tokens(&call.identity.user);
        return Ok(done());
    }
    let dropped: Dropped = body(call.request)?;
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

/// `DELETE /expiredtoken`: deletes the expired tokens, of all users or of those in the body. Does
/// nothing if one of them does not exist.
pub(super) fn delete_expired(state: &State, request: &Request) -> Result<Reply, GsqlError> {
    let whose: Whose = if request.is_blank() { Whose::default() } else { body(request)? };
    let mut accounts = state.accounts();
    let mut users = whose.user;
    if let Some(name) = users.iter().find(|name| accounts.password(name).is_none()) {
        return Err(GsqlError::new(format!("The user '{name}' does not exist.")));
    }
    for value in &whose.secret {
        // The emulator does not store with which secret a token was created, only its user.
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
    let Checked { token } = body(call.request)?;
    let (generation, now) = (call.state.config.generation(), call.state.clock.seconds());
    if call.state.accounts().check_token(&token, generation, now).is_err() {
        return Err(GsqlError::new("The token verification failed."));
    }
    let message = format!("The token {token} verification succeed.");
    Ok(Reply::done(message))
}
