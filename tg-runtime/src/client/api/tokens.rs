//! Tokens: those of connections, and those that a program creates.

use std::time::Duration;

use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::{Call, Form, server};
use crate::client::path::{Path, Query};
use crate::client::request::{Credential, Expects, Request};
use crate::error::{Error, ErrorKind};

const TOKENS: &str = "/gsql/v1/tokens";

/// Creates a token of the owner of the secret, or of the connection. With `existing`, 3.x may
/// return a token that it created before. A repetition creates a second token, which does no harm.
pub(crate) fn create(
    graph: Option<&str>,
    secret: Option<&SecretString>,
    lifetime: Option<Duration>,
    existing: bool,
) -> Call {
    let lifetime = lifetime.map(seconds);
    let body = [("secret", text(secret)), ("graph", graph), ("lifetime", lifetime.as_deref())];
    let request = |request: Request| of_owner(request, &body, secret).idempotent(true);
    let query = match existing {
        true => Query::default().with("allowExisting", true),
        false => Query::default(),
    };
    Call::new(
        request(Request::to_gsql(Method::POST, Path::fixed(TOKENS))),
        request(on_restpp(Method::POST).query(query)),
    )
}

/// Extends the lifetime of a token. Only 3.x stores tokens.
pub(crate) fn refresh(
    token: &SecretString,
    secret: Option<&SecretString>,
    lifetime: Option<Duration>,
) -> Call {
    let lifetime = lifetime.map(seconds);
    let body =
        [("token", text(Some(token))), ("secret", text(secret)), ("lifetime", lifetime.as_deref())];
    let missing = "tokens of 4.x cannot be refreshed, those of 3.x can: create another";
    Call::new(Error::unsupported(missing), of_owner(on_restpp(Method::PUT), &body, secret))
}

/// Checks a token. 3.x has no request for it: the caller reads the [version](version_by) with it.
pub(crate) fn check(token: &SecretString) -> Call {
    let request = Request::to_gsql(Method::POST, Path::fixed("/gsql/v1/tokens/check"))
        .json(json!({"token": token.expose_secret()}).to_string())
        .expects(Expects::Token)
        .idempotent(true);
    Call::new(request, Form::Composed)
}

/// Reads the version with a token and no other credential.
pub(crate) fn version_by(token: &SecretString) -> Request {
    server::version().credential(Credential::Token(token.clone()))
}

/// Drops tokens. 3.x drops [one](drop_one) after another.
pub(crate) fn drop(tokens: &[SecretString]) -> Call {
    let texts: Vec<&str> = tokens.iter().map(ExposeSecret::expose_secret).collect();
    if texts.iter().any(|text| text.contains(',')) {
        let message = "a text with a comma is not a token: the server reads it as several";
        return Call::new(Error::new(ErrorKind::Encode, message), Form::Composed);
    }
    let request = Request::to_gsql(Method::DELETE, Path::fixed(TOKENS))
        .json(json!({"tokens": texts.join(",")}).to_string())
        .expects(Expects::Token);
    Call::new(request, Form::Composed)
}

/// Drops a token of 3.x.
pub(crate) fn drop_one(token: &SecretString, secret: Option<&SecretString>) -> Request {
    let body = [("token", text(Some(token))), ("secret", text(secret))];
    of_owner(on_restpp(Method::DELETE), &body, secret)
}

/// Drops the expired tokens of these users, or of all. Only 3.x stores tokens.
pub(crate) fn drop_expired(users: &[String]) -> Call {
    let missing = "a server of 4.x stores no tokens, one of 3.x does: there is nothing to drop, \
                   and an expired token is not accepted";
    let request = Request::to_gsql(Method::DELETE, Path::fixed("/expiredtoken"));
    let request = match users {
        [] => request,
        users => request.json(json!({"user": users}).to_string()),
    };
    Call::new(Error::unsupported(missing), request)
}

/// Clears the list of dropped tokens. Only 4.x has one.
pub(crate) fn clear_dropped() -> Call {
    let missing = "a server of 3.x has no list of dropped tokens, one of 4.x does";
    let request = Request::to_gsql(Method::DELETE, Path::fixed(TOKENS));
    Call::new(request.query(Query::default().with("clear", true)), Error::unsupported(missing))
}

fn on_restpp(method: Method) -> Request {
    Request::to_restpp(method, Path::fixed("/requesttoken"))
}

/// Completes a request of the owner of a token, with the members that are present as body. With a
/// secret in the body it needs no other credential.
fn of_owner(
    request: Request,
    body: &[(&str, Option<&str>)],
    secret: Option<&SecretString>,
) -> Request {
    let present =
        body.iter().filter_map(|(name, text)| Some(((*name).to_owned(), (*text)?.into())));
    let body: Map<String, Value> = present.collect();
    let credential = match secret {
        Some(_) => Credential::None,
        None => Credential::Login,
    };
    request.json(Value::Object(body).to_string()).credential(credential).expects(Expects::Token)
}

fn text(secret: Option<&SecretString>) -> Option<&str> {
    secret.map(ExposeSecret::expose_secret)
}

/// Returns whole seconds as text, as the official clients send them.
fn seconds(time: Duration) -> String {
    time.as_secs().to_string()
}
