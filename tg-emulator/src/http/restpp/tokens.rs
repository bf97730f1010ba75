//! `/requesttoken`: tokens of 3.x, which older clients request on 4.x too.

use http::Method;
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
struct TokenRequest {
    secret: Option<String>,
    graph: Option<String>,
    token: Option<String>,
    lifetime: Option<Lifetime>,
}

/// Creates (`POST`, and `GET` as before 3.5), renews (`PUT`) or drops (`DELETE`) a token. The
/// endpoint does not exist on a server without authentication.
pub(super) fn handle(state: &State, request: &Request) -> Result<Reply, RestError> {
    if !state.config.auth {
        return Err(RestError::endpoint(&request.path));
    }
    let parameters = read(request)?;
    let call = &TokenCall { state, request, parameters, now: state.clock.seconds() };
    let accounts = &mut state.accounts();
    match request.method {
        Method::GET | Method::POST => create(call, accounts),
        Method::PUT => renew(call, accounts),
        Method::DELETE => drop_token(call, accounts),
        _ => Err(RestError::endpoint(&request.path)),
    }
}

/// A request for a token, with the time of its arrival.
struct TokenCall<'a> {
    state: &'a State,
    request: &'a Request,
    parameters: TokenRequest,
    now: u64,
}

impl TokenCall<'_> {
    /// Returns the lifetime of the token, in seconds.
    fn lifetime(&self) -> u64 {
        let default = self.state.config.token_lifetime.as_secs();
        self.parameters.lifetime.map_or(default, |Lifetime(seconds)| seconds)
    }

    fn expires(&self) -> u64 {
        self.now.saturating_add(self.lifetime())
    }
}

/// Reads the parameters from the body or, as before 3.5, from the query string.
fn read(request: &Request) -> Result<TokenRequest, RestError> {
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
    Ok(TokenRequest {
        secret: parameter("secret"),
        graph: parameter("graph"),
        token: parameter("token"),
        lifetime,
    })
}

/// Returns the user of a token: the owner of the secret, or of the credentials.
fn owner(call: &TokenCall<'_>, accounts: &Accounts) -> Result<(String, Option<String>), RestError> {
    let generation = call.state.config.generation();
    let version = call.state.config.version;
    let rejected = |refusal: Refusal| RestError::credentials(&refusal, version);
    if let Some(value) = &call.parameters.secret {
        let secret = accounts.secret(value).ok_or_else(|| rejected(Refusal::Wrong))?;
        return Ok((secret.user.clone(), secret.graph.clone()));
    }
    let credentials = Credentials::read(&call.request.headers);
    let identity = accounts.identify(&credentials, generation, call.now).map_err(rejected)?;
    Ok((identity.user, identity.graph))
}

fn create(call: &TokenCall<'_>, accounts: &mut Accounts) -> Result<Reply, RestError> {
    let (user, own_graph) = owner(call, accounts)?;
    let TokenCall { state, request, parameters, now } = call;
    let graph = parameters.graph.as_deref().or(own_graph.as_deref()).filter(|it| !it.is_empty());
    if let Some(name) = graph
        && state.read().graphs.schema().graph(name).is_none()
    {
        return Err(RestError::graph(name, &request.path));
    }
    let generation = state.config.generation();
    let lasting = request.query.is_true("allowExisting");
    let lasting = lasting.then(|| accounts.lasting_token(&user, graph, *now)).flatten();
    let token = match lasting {
        Some(token) => accounts.renew_token(&token.text, call.expires()).unwrap_or(token),
        None => accounts.issue_token(generation, &user, graph, *now, call.lifetime()),
    };
    let message = format!("Generate new token successfully.\n{WARNING}");
    let mut body = json!({
        "code": "REST-0000", "expiration": token.expires, "error": false, "message": message,
    });
    match generation {
        // The token of a password is one level deeper than that of a secret.
        Generation::V3 if parameters.secret.is_none() => {
            body["results"] = json!({"token": token.text});
        }
        Generation::V3 | Generation::V4 => body["token"] = token.text.into(),
    }
    Ok(Reply::ok(&body))
}

fn renew(call: &TokenCall<'_>, accounts: &mut Accounts) -> Result<Reply, RestError> {
    owner(call, accounts)?;
    let text = call.parameters.token.as_ref();
    let renewed = text.and_then(|text| accounts.renew_token(text, call.expires()));
    let token = renewed.ok_or_else(unknown_token)?;
    Ok(success("Refresh token successfully.", json!(token.expires), Some(token.text)))
}

fn drop_token(call: &TokenCall<'_>, accounts: &mut Accounts) -> Result<Reply, RestError> {
    owner(call, accounts)?;
    if !call.parameters.token.as_ref().is_some_and(|text| accounts.drop_token(text)) {
        return Err(unknown_token());
    }
    Ok(success("Drop token successfully.", json!(-1), None))
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
    Reply::ok(&body)
}
