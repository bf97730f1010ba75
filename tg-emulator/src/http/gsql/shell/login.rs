//! `login`: the only request with its credentials in the body.

use serde_json::json;

use super::decoded;
use crate::catalog::accounts::Credentials;
use crate::http::gsql::first_user_if_open;
use crate::http::reply::Reply;
use crate::request::Request;
use crate::state::State;

/// `POST login`: the body is the base64 of user and password, percent-encoded by some clients. The
/// answer to a wrong password has status 200; the client copies the session cookie to its own.
pub(in crate::http::gsql) fn login(state: &State, request: &Request) -> Reply {
    let body = decoded_base64(&request.body);
    let credentials = Credentials::basic(body.trim()).unwrap_or(Credentials::Unreadable);
    let now = state.clock.seconds();
    let found = state.accounts().identify(&credentials, state.config.generation(), now);
    let user = match found {
        Ok(identity) => identity.user,
        Err(refusal) => match first_user_if_open(state, &refusal) {
            Some(user) => user,
            None => {
                let body = json!({
                    "error": true, "message": "Wrong password!", "isClientCompatible": true,
                });
                return Reply::ok(&body);
            }
        },
    };
    let session = state.shell().begin(&user, now);
    let body = json!({
        "error": false,
        "message": "",
        "isClientCompatible": true,
        "welcomeMessage": "Welcome to TigerGraph.",
        "shellPrompt": "GSQL > ",
    });
    Reply { cookie: Some(session), ..Reply::ok(&body) }
}

/// Decodes the body. A plus is a digit of base64 unless the body is percent-encoded.
fn decoded_base64(body: &[u8]) -> String {
    let escaped = body.contains(&b'%');
    let bytes = if escaped { decoded(body) } else { body.to_vec() };
    String::from_utf8(bytes).unwrap_or_default()
}
