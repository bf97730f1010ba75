//! Errors of the GSQL server: a message, and no code.

use http::StatusCode;
use serde_json::json;

use crate::catalog::accounts::wrong_credentials;
use crate::config::Version;
use crate::http::reply::Reply;

/// The reason why the GSQL server rejects a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GsqlError {
    status: StatusCode,
    message: String,
}

impl GsqlError {
    /// Creates an error with status 200: clients do not read the body of a 404.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self::with_status(StatusCode::OK, message)
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn with_status(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    pub(super) fn endpoint(path: &str) -> Self {
        Self::with_status(StatusCode::NOT_FOUND, format!("The endpoint {path} does not exist."))
    }

    /// The error of missing credentials, and of a token that is not accepted.
    pub(super) fn unauthorized() -> Self {
        Self::with_status(StatusCode::UNAUTHORIZED, "Authentication failed.")
    }

    pub(super) fn wrong_credentials(version: Version) -> Self {
        Self::with_status(StatusCode::UNAUTHORIZED, wrong_credentials(version))
    }

    pub(super) fn graph(name: &str) -> Self {
        Self::new(format!("Graph '{name}' does not exist."))
    }

    pub(super) fn body(error: &serde_json::Error) -> Self {
        Self::with_status(StatusCode::BAD_REQUEST, format!("The request body is invalid: {error}"))
    }

    pub(super) fn into_reply(self) -> Reply {
        Reply::document(self.status, &json!({"error": true, "message": self.message}))
    }
}
