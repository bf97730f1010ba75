//! The envelope of the results of RESTPP.

use std::borrow::Cow;

use http::StatusCode;
use serde::Serialize;

use super::error::RestError;
use crate::http::reply::Reply;
use crate::json::{self, TooLong};
use crate::request::Call;

const MEGABYTE: usize = 1024 * 1024;

/// The head of every answer.
#[derive(Debug, Serialize)]
pub(crate) struct Version {
    edition: &'static str,
    api: &'static str,
    schema: u32,
}

impl Version {
    pub(crate) fn of(schema: u32) -> Self {
        Self { edition: "enterprise", api: "v2", schema }
    }
}

/// Returns REST-4000, for an answer that exceeds the limit.
pub(crate) fn too_long(size: usize, limit: usize) -> RestError {
    let message = format!(
        "The query response size is {}MB, which exceeds limit {}MB.",
        size.div_ceil(MEGABYTE),
        limit.div_ceil(MEGABYTE)
    );
    RestError::new("REST-4000", message)
}

/// The envelope of a success.
#[derive(Debug, Serialize)]
pub(crate) struct Envelope<R> {
    version: Version,
    error: bool,
    message: Cow<'static, str>,
    results: R,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

impl<R: Serialize> Envelope<R> {
    pub(crate) fn new(schema_version: u32, results: R) -> Self {
        let version = Version::of(schema_version);
        Self { version, error: false, message: "".into(), results, code: None }
    }

    /// Adds a note, which clients do not take for an error.
    pub(crate) fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..self }
    }

    pub(crate) fn with_code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    /// # Errors
    ///
    /// `REST-4000` if the answer exceeds the caller's limit.
    pub(crate) fn reply(&self, call: &Call<'_>) -> Result<Reply, RestError> {
        let limit = call.response_limit();
        match json::write(self, limit) {
            Ok(body) => Ok(Reply::json(StatusCode::OK, body)),
            Err(TooLong { size }) => Err(too_long(size, limit)),
        }
    }
}
