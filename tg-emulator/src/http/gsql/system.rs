//! Ping, version, and who the caller is.

use http::StatusCode;
use serde_json::json;

use super::users;
use crate::http::reply::Reply;
use crate::request::Call;

/// `GET /api/ping`, which wants no credentials. `error` is a real `false`, because a client takes
/// the documented text "false" for true.
pub(super) fn ping() -> Reply {
    Reply::document(StatusCode::OK, &json!({"error": false, "message": "pong", "results": null}))
}

/// `GET /gsql/v1/version[?verbose=true]`: in a document, because the official client takes nothing
/// else here.
pub(super) fn version(call: &Call<'_>) -> Reply {
    Reply::done(version_text(call))
}

/// What `POST /gsqlserver/gsql/version` says on 3.x.
pub(super) fn version_text(call: &Call<'_>) -> String {
    let mut text = format!("GSQL version: {}\n", call.state.config.generation.version());
    if call.request.query.is_true("verbose") {
        text.push_str("GSQL commit number: 0000000000000000000000000000000000000000\n");
        text.push_str("GSQL commit date: 2025-01-15 10:00:00 -0700\n");
    }
    text
}

/// `GET /gsql/v1/auth/simple`, on 3.x `GET /gsqlserver/gsql/simpleauth`
pub(super) fn who_am_i(call: &Call<'_>) -> Reply {
    Reply::results(users::shown(&call.state.accounts(), &call.identity.user))
}
