//! `/requesttoken`: tokens of 3.x, and on 4.x what older clients still ask for.

use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::RestError;
use crate::catalog::accounts::{Accounts, Credentials, Refusal};
use crate::config::Generation;
use crate::http::lifetime::Lifetime;
use crate::http::reply::Reply;
use crate::request::Request;
use crate::state::State;

const WARNING: &str = "Warning: Tigergraph Support cannot restore access to secrets/tokens for \
    security reasons. Please save your secret/token and keep it safe and accessible.";

#[derive(Default, Deserialize)]
struct Asked {
    secret: Option<String>,
    graph: Option<String>,
    token: Option<String>,
    lifetime: Option<Lifetime>,
}

/// Creates (`POST`, and `GET` as before 3.5), renews (`PUT`) or drops (`DELETE`) a token. Without
/// authentication there is no such endpoint.
pub(super) fn handle(state: &State, request: &Request) -> Result<Reply, RestError> {
    if !state.config.auth {
        return Err(RestError::endpoint(&request.path));
    }
    let asked = read(request)?;
    let mut accounts = state.accounts();
    let now = state.clock.seconds();
    match request.method {
        Method::GET | Method::POST => create(state, request, &asked, &mut accounts, now),
        Method::PUT => renew(state, request, &asked, &mut accounts, now),
        Method::DELETE => drop_token(state, request, &asked, &mut accounts, now),
        _ => Err(RestError::endpoint(&request.path)),
    }
}

/// The parameters, from the body or, as before 3.5, from the query.
fn read(request: &Request) -> Result<Asked, RestError> {
    if !request.is_blank() {
        return serde_json::from_slice(&request.body).map_err(|error| {
            RestError::new("REST-2001", format!("The payload is not a token request: {error}"))
        });
    }
    let parameter = |name| request.query.given(name).map(ToOwned::to_owned);
    let lifetime = match parameter("lifetime") {
        Some(text) => Some(
            text.parse()
                .map(Lifetime)
                .map_err(|_| RestError::parameter("The lifetime must be a number of seconds."))?,
        ),
        None => None,
    };
    Ok(Asked {
        secret: parameter("secret"),
        graph: parameter("graph"),
        token: parameter("token"),
        lifetime,
    })
}

/// Whose token it is: the secret's owner, or who logs in.
fn owner(
    state: &State,
    request: &Request,
    asked: &Asked,
    accounts: &Accounts,
    now: u64,
) -> Result<(String, Option<String>), RestError> {
    let generation = state.config.generation;
    let refused = |refusal: Refusal| RestError::credentials(&refusal, generation);
    if let Some(value) = &asked.secret {
        let secret = accounts.secret(value).ok_or_else(|| refused(Refusal::Wrong))?;
        return Ok((secret.user.clone(), secret.graph.clone()));
    }
    let credentials = Credentials::read(&request.headers);
    let identity = accounts.identify(&credentials, generation, now).map_err(refused)?;
    Ok((identity.user, identity.graph))
}

fn create(
    state: &State,
    request: &Request,
    asked: &Asked,
    accounts: &mut Accounts,
    now: u64,
) -> Result<Reply, RestError> {
    let (user, own_graph) = owner(state, request, asked, accounts, now)?;
    let graph = asked.graph.as_deref().or(own_graph.as_deref()).filter(|name| !name.is_empty());
    if let Some(name) = graph
        && state.read().graphs.schema().graph(name).is_none()
    {
        return Err(RestError::graph(name, &request.path));
    }
    let generation = state.config.generation;
    let lifetime = seconds(state, asked);
    let lasting = request.query.is_true("allowExisting");
    let lasting = lasting.then(|| accounts.lasting_token(&user, graph, now)).flatten();
    let token = match lasting {
        Some(token) => {
            accounts.renew_token(&token.text, now.saturating_add(lifetime)).unwrap_or(token)
        }
        None => accounts.issue_token(generation, &user, graph, now, lifetime),
    };
    let message = format!("Generate new token successfully.\n{WARNING}");
    let mut body = json!({
        "code": "REST-0000", "expiration": token.dies, "error": false, "message": message,
    });
    match generation {
        // A password's token stands one level deeper than a secret's.
        Generation::V3 if asked.secret.is_none() => {
            body["results"] = json!({"token": token.text});
        }
        Generation::V3 | Generation::V4 => body["token"] = token.text.into(),
    }
    Ok(Reply::document(StatusCode::OK, &body))
}

fn renew(
    state: &State,
    request: &Request,
    asked: &Asked,
    accounts: &mut Accounts,
    now: u64,
) -> Result<Reply, RestError> {
    owner(state, request, asked, accounts, now)?;
    let lifetime = seconds(state, asked);
    let renewed = asked
        .token
        .as_ref()
        .and_then(|text| accounts.renew_token(text, now.saturating_add(lifetime)));
    let token = renewed.ok_or_else(unknown_token)?;
    Ok(success("Refresh token successfully.", json!(token.dies), Some(token.text)))
}

fn drop_token(
    state: &State,
    request: &Request,
    asked: &Asked,
    accounts: &mut Accounts,
    now: u64,
) -> Result<Reply, RestError> {
    owner(state, request, asked, accounts, now)?;
    if !asked.token.as_ref().is_some_and(|text| accounts.drop_token(text)) {
        return Err(unknown_token());
    }
    Ok(success("Drop token successfully.", json!(-1), None))
}

fn seconds(state: &State, asked: &Asked) -> u64 {
    asked.lifetime.map_or(state.config.token_lifetime.as_secs(), |Lifetime(seconds)| seconds)
}

fn unknown_token() -> RestError {
    RestError::new("REST-3300", "The token does not exist.")
}

fn success(message: &str, expiration: Value, token: Option<String>) -> Reply {
    let mut body = json!({
        "code": "REST-0000", "expiration": expiration, "error": false, "message": message,
    });
    if let Some(token) = token {
        body["token"] = token.into();
    }
    Reply::document(StatusCode::OK, &body)
}
