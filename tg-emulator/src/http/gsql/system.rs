//! Ping, version, and the identity of the caller.

use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::json;

use super::users;
use crate::http::reply::Reply;
use crate::request::Call;

/// `GET /api/ping`. `error` is not the documented text "false", which a client takes for true.
pub(super) fn ping() -> Reply {
    Reply::ok(&json!({"error": false, "message": "pong", "results": null}))
}

/// `GET /gsql/v1/version[?verbose=true]`: plain text, as documented. The official client, which is
/// the one that sends a content type without a body, reads JSON only.
pub(super) fn version(call: &Call<'_>) -> Reply {
    let text = version_text(call);
    match call.request.header(CONTENT_TYPE.as_str()) {
        Some(_) => Reply::done(text),
        None => Reply::text(StatusCode::OK, text),
    }
}

/// Returns the output of `POST /gsqlserver/gsql/version` on 3.x.
pub(super) fn version_text(call: &Call<'_>) -> String {
    let mut text = format!("GSQL version: {}\n", call.state.config.version);
    if call.request.query.is_true("verbose") {
        text.push_str("GSQL commit number: 0000000000000000000000000000000000000000\n");
        text.push_str("GSQL commit date: 2025-01-15 10:00:00 -0700\n");
    }
    text
}

/// `GET /gsql/v1/auth/simple`, on 3.x `GET /gsqlserver/gsql/simpleauth`
pub(super) fn who_am_i(call: &Call<'_>) -> Reply {
    Reply::results(users::described(&call.state.accounts(), &call.identity.user))
}
