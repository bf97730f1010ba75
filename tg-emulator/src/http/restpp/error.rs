//! Errors of RESTPP: a code, a message, and the status that goes with them.

use std::borrow::Cow;

use http::StatusCode;
use serde::Serialize;

use super::envelope::Version;
use crate::catalog::accounts::{Refusal, wrong_credentials};
use crate::config::{self, Config, Generation, Statuses};
use crate::eval::Failure;
use crate::http::reply::Reply;
use crate::store::KeyError;

/// The reason why RESTPP rejects a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RestError {
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
    /// The status of rejected credentials and queues, which does not depend on the preset.
    status: Option<StatusCode>,
}

impl RestError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), status: None }
    }

    /// Creates the error of a query; most have no code.
    pub(crate) fn of_query(code: Option<String>, message: impl Into<String>) -> Self {
        let code = code.unwrap_or_default();
        Self { code: code.into(), message: message.into(), status: None }
    }

    /// REST-1000: the path does not exist.
    pub(crate) fn endpoint(path: &str) -> Self {
        let message = format!(
            "Endpoint is not found from url = {path}, please use GET /endpoints to list all valid \
             endpoints."
        );
        Self::new("REST-1000", message)
    }

    /// REST-1004: the graph does not exist.
    pub(crate) fn graph(name: &str, path: &str) -> Self {
        let message = format!(
            "The graph name '{name}' parsed from the url = '{path}' is not found, please provide a \
             valid graph name."
        );
        Self::new("REST-1004", message)
    }

    /// REST-30000: a parameter that cannot be used.
    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self::new("REST-30000", message)
    }

    /// REST-30000: a type that is not in the graph.
    pub(crate) fn type_name(parameter: &str, name: &str, graph: &str) -> Self {
        let kind = if parameter.contains("edge") { "edge" } else { "vertex" };
        Self::parameter(format!(
            "The input parameter {parameter} = '{name}' is not a valid {kind} type in graph \
             '{graph}'."
        ))
    }

    /// 601: a vertex id that does not exist.
    pub(crate) fn vertex(parameter: &str, id: &str, ty: &str) -> Self {
        let message = format!(
            "The input {parameter} '{id}' is not a valid vertex id for vertex type = {ty}."
        );
        Self::new("601", message)
    }

    /// REST-30200: an upsert that does not fit the schema.
    pub(crate) fn upsert(message: impl Into<String>) -> Self {
        Self::new("REST-30200", message)
    }

    /// REST-10018: a token that is not valid for the graph.
    pub(crate) fn privilege(graph: &str) -> Self {
        let message =
            format!("Access Denied because the token has no privilege on graph '{graph}'");
        Self { status: Some(StatusCode::FORBIDDEN), ..Self::new("REST-10018", message) }
    }

    /// REST-14000: a workload queue that the user may not use.
    pub(crate) fn queue(name: &str, user: &str) -> Self {
        let message = format!("The workload queue '{name}' is not granted to user '{user}'.");
        let status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        Self { status, ..Self::new("REST-14000", message) }
    }

    /// REST-10016 and REST-10019: rejected credentials.
    pub(crate) fn credentials(refusal: &Refusal, version: config::Version) -> Self {
        let (code, status, message) = match refusal {
            Refusal::Missing => (
                "REST-10016",
                StatusCode::FORBIDDEN,
                "Access Denied because the input token = '' is empty or too short".to_owned(),
            ),
            Refusal::Wrong => {
                ("REST-10016", StatusCode::UNAUTHORIZED, wrong_credentials(version).to_owned())
            }
            Refusal::Malformed(masked) => (
                "REST-10016",
                StatusCode::UNAUTHORIZED,
                format!(
                    "Access Denied because the input token = '{masked}' is not in correct format"
                ),
            ),
            Refusal::Unknown(masked) => (
                "REST-10016",
                StatusCode::UNAUTHORIZED,
                match version.generation() {
                    Generation::V3 => {
                        format!("Access Denied because the input token = '{masked}' is invalid.")
                    }
                    Generation::V4 => format!(
                        "Access Denied because the input token = '{masked}' has an invalid signature"
                    ),
                },
            ),
            Refusal::Claim(masked, what) => (
                "REST-10016",
                StatusCode::UNAUTHORIZED,
                format!("Access Denied because the input token = '{masked}' {what}"),
            ),
            Refusal::Expired(masked) => (
                "REST-10019",
                StatusCode::UNAUTHORIZED,
                format!("Access Denied because the input token = '{masked}' has expired"),
            ),
        };
        Self { status: Some(status), ..Self::new(code, message) }
    }

    fn status(&self, config: &Config) -> StatusCode {
        if let Some(status) = self.status {
            return status;
        }
        match (config.statuses, &*self.code) {
            (Statuses::Legacy, "REST-1000") if config.version >= config::Version::V4_2 => {
                StatusCode::NOT_FOUND
            }
            (Statuses::Legacy, _) => StatusCode::OK,
            (Statuses::Modern, "REST-1000" | "REST-1004") => StatusCode::NOT_FOUND,
            (Statuses::Modern, "REST-3000" | "REST-3001" | "REST-3002") => {
                StatusCode::REQUEST_TIMEOUT
            }
            (Statuses::Modern, _) => StatusCode::BAD_REQUEST,
        }
    }

    pub(crate) fn into_reply(self, config: &Config, schema_version: u32) -> Reply {
        let status = self.status(config);
        self.with_status(status, schema_version)
    }

    /// Returns the answer with its own status, or else with 200.
    pub(crate) fn into_plain_reply(self, schema_version: u32) -> Reply {
        let status = self.status.unwrap_or(StatusCode::OK);
        self.with_status(status, schema_version)
    }

    fn with_status(self, status: StatusCode, schema_version: u32) -> Reply {
        let body = ErrorBody {
            version: Version::of(schema_version),
            error: true,
            message: &self.message,
            code: &self.code,
        };
        Reply::document(status, &body)
    }
}

impl From<Failure> for RestError {
    fn from(failure: Failure) -> Self {
        Self::of_query(failure.code, failure.message)
    }
}

impl From<KeyError> for RestError {
    fn from(error: KeyError) -> Self {
        Self::upsert(error.to_string())
    }
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    version: Version,
    error: bool,
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    code: &'a str,
}

/// Returns the answer of a fault rule with an error.
pub(crate) fn error_reply(code: &str, message: &str) -> Reply {
    let error =
        RestError { code: code.to_owned().into(), message: message.to_owned(), status: None };
    error.into_plain_reply(0)
}

/// Returns the answer to a request without a token.
pub(crate) fn missing_token() -> Reply {
    RestError::credentials(&Refusal::Missing, config::Version::default()).into_plain_reply(0)
}

/// Returns the answer to an expired token.
pub(crate) fn expired_token() -> Reply {
    let refusal = Refusal::Expired("****".to_owned());
    RestError::credentials(&refusal, config::Version::default()).into_plain_reply(0)
}
