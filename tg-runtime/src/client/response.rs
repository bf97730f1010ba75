//! From an HTTP answer to a result or an error, which has five shapes.

use bytes::Bytes;
use http::HeaderValue;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::credentials::texts_of;
use super::envelope::{Envelope, Results, escape_controls};
use super::request::{Expects, Label};
use crate::body::Answer;
use crate::error::{Error, ErrorKind, Repeat, Result};

/// The number of characters of an unexpected body that an error quotes.
const MAX_EXCERPT: usize = 200;

/// An answer that is not an error.
#[derive(Debug)]
pub(crate) struct Reply {
    body: Bytes,
    envelope: Envelope,
    expects: Expects,
    /// The operation, which errors name.
    label: Option<Label>,
    /// The credential of the request, which no error may contain.
    authorization: Option<HeaderValue>,
}

impl Reply {
    /// Returns the answer, or the error that it reports. The body takes precedence over the status,
    /// because TigerGraph also sends errors with 200.
    pub(super) fn check(status: u16, body: Bytes, expects: Expects) -> Result<Self> {
        let envelope = Envelope::read(&body);
        if let Some(Envelope { error: Some(true), message, code, .. }) = envelope {
            return Err(reported(status, code, message));
        }
        if (300..400).contains(&status) {
            let message = "the server redirects, which is not followed: give its final address";
            return Err(Error::bare(status, message));
        }
        if status >= 400 {
            return Err(Error::bare(status, excerpt(&body, expects)));
        }
        if is_page(&body) {
            // The gateway of the Cloud answers with a page while it starts a workspace.
            let message = format!("the gateway answered with a page: {}", excerpt(&body, expects));
            let error = Error::new(ErrorKind::Unavailable, message).with_status(status);
            return Err(error.with_repeat(Repeat::IfIdempotent));
        }
        // Any server can send JSON, so the answer must report success, not just no error.
        let reports_success = matches!(envelope, Some(Envelope { error: Some(false), .. }));
        let has_list = matches!(envelope, Some(Envelope { results: Some(Results::List), .. }));
        let is_json = envelope.is_some() || is_whole_json(&body);
        match expects {
            Expects::Envelope | Expects::Token | Expects::Json if !is_json => {
                return Err(cut_off(status, &body, expects));
            }
            // GSQL that runs a query prints its JSON, which has results.
            Expects::Output if is_json && !(reports_success && has_list) => {
                return Err(foreign("the output of GSQL statements", &body, expects));
            }
            Expects::Envelope | Expects::Token if !reports_success => {
                let expected = "an answer of TigerGraph, with `error`";
                return Err(foreign(expected, &body, expects));
            }
            _ => {}
        }
        Ok(Self {
            body,
            envelope: envelope.unwrap_or_default(),
            expects,
            label: None,
            authorization: None,
        })
    }

    /// Adds the operation and the credential of the request.
    pub(super) fn of(mut self, label: &Label, authorization: Option<&HeaderValue>) -> Self {
        self.label = Some(label.clone());
        self.authorization = authorization.cloned();
        self
    }

    /// Adds the operation to an error about this answer.
    pub(crate) fn error(&self, error: Error) -> Error {
        let error = error.without(&texts_of(self.authorization.as_ref()));
        match &self.label {
            Some(label) => error.during(|| label.to_string()),
            None => error,
        }
    }

    /// Checks the members next to the rows, after the whole answer was read.
    pub(super) fn finish(status: u16, answer: Answer) -> Result<Self> {
        let outside = answer.finish().map_err(|error| {
            let message = format!("it is cut off: {error}");
            interrupted(status, message)
        })?;
        Self::check(status, outside.into(), Expects::Envelope)?.with_list()
    }

    /// Returns the answer if it has a list of `results`.
    pub(crate) fn with_list(self) -> Result<Self> {
        match self.envelope.results {
            Some(Results::List) => Ok(self),
            _ => Err(self.error(foreign("a list of `results`", &self.body, self.expects))),
        }
    }

    /// Returns the message of the envelope, which is a note if the answer is not an error.
    pub(crate) fn message(&self) -> &str {
        &self.envelope.message
    }

    /// Returns `true` if the answer has `results`.
    pub(crate) fn has_results(&self) -> bool {
        self.envelope.results.is_some()
    }

    /// Decodes `results`.
    pub(crate) fn results<T: DeserializeOwned>(&self) -> Result<T> {
        #[derive(Deserialize)]
        struct Whole<T> {
            results: T,
        }
        if !self.has_results() {
            let message = format!("it has no `results`: {}", excerpt(&self.body, self.expects));
            return Err(self.error(Error::new(ErrorKind::Protocol, message)));
        }
        self.json().map(|whole: Whole<T>| whole.results)
    }

    /// Decodes the whole body.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let json = escape_controls(&self.body);
        let mut input = serde_json::Deserializer::from_slice(&json);
        serde_path_to_error::deserialize(&mut input).map_err(|error| {
            let message = match self.expects {
                // Place and reason would quote the token.
                Expects::Token => "the answer does not have the form of a token".to_owned(),
                Expects::Envelope | Expects::Json | Expects::Output | Expects::Text => {
                    format!("at `{}`: {}", error.path(), error.inner())
                }
            };
            self.error(Error::new(ErrorKind::Decode, message))
        })
    }

    /// Returns the whole body as strict JSON.
    pub(crate) fn strict(&self) -> Result<String> {
        String::from_utf8(escape_controls(&self.body).into_owned()).map_err(|error| {
            self.error(Error::new(ErrorKind::Protocol, format!("it is not UTF-8: {error}")))
        })
    }

    /// Returns the whole body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn reported(status: u16, code: Option<String>, message: String) -> Error {
    let error = Error::reported(Some(status), code, message);
    match error.kind() {
        ErrorKind::Unauthorized | ErrorKind::Forbidden => error,
        _ if status == 401 => error.with_kind(ErrorKind::Unauthorized).with_repeat(Repeat::Never),
        _ => error,
    }
}

fn is_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

fn is_whole_json(body: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(&escape_controls(body)).is_ok()
}

fn cut_off(status: u16, body: &[u8], expects: Expects) -> Error {
    let problem = if body.is_empty() { "it is empty" } else { "it is cut off, or not JSON" };
    interrupted(status, format!("{problem}: {}", excerpt(body, expects)))
}

fn foreign(expected: &str, body: &[u8], expects: Expects) -> Error {
    let message = format!("expected {expected}, found: {}", excerpt(body, expects));
    Error::new(ErrorKind::Protocol, message)
}

fn interrupted(status: u16, message: String) -> Error {
    Error::new(ErrorKind::Protocol, message).with_status(status).with_repeat(Repeat::IfIdempotent)
}

/// Returns the start of a body, on one line, unless it may contain a token.
fn excerpt(body: &[u8], expects: Expects) -> String {
    if expects == Expects::Token {
        return format!("{} bytes that may contain a token", body.len());
    }
    let text = String::from_utf8_lossy(&body[..body.len().min(4 * MAX_EXCERPT)]);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_EXCERPT) {
        Some((end, _)) => format!("{} ...", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str) -> Result<Reply> {
        Reply::check(status, Bytes::copy_from_slice(body.as_bytes()), Expects::Envelope)
    }

    fn kind(status: u16, body: &str) -> ErrorKind {
        check(status, body).unwrap_err().kind()
    }

    #[test]
    fn all_shapes_of_an_error() {
        let restpp = r#"{"version":{"api":"v2"},"error":true,"message":"m","code":"REST-30200"}"#;
        assert_eq!(kind(200, restpp), ErrorKind::InvalidRequest);
        assert_eq!(kind(400, restpp), ErrorKind::InvalidRequest);
        let gsql = r#"{"error":true,"message":"Authentication failed."}"#;
        assert_eq!(kind(401, gsql), ErrorKind::Unauthorized);
        assert_eq!(kind(200, gsql), ErrorKind::Unauthorized);
        let page = "<html><head><title>Starting workspace</title></head></html>";
        assert_eq!(kind(200, page), ErrorKind::Unavailable);
        assert_eq!(kind(502, page), ErrorKind::Unavailable);
        assert_eq!(kind(500, ""), ErrorKind::Server);
        assert_eq!(kind(301, ""), ErrorKind::Server);
    }

    #[test]
    fn a_401_is_an_error_of_credentials_for_every_message() {
        let error = check(401, r#"{"error":true,"message":"token?"}"#).unwrap_err();
        assert!(error.is_unauthorized());
        let denied = r#"{"error":true,"message":"no privilege","code":"REST-10018"}"#;
        assert_eq!(kind(401, denied), ErrorKind::Forbidden);
    }

    #[test]
    fn a_flag_as_text_is_not_an_error() {
        let body =
            "{\"error\":\"false\", \"message\":\"TigerGraph RESTPP: \n --- Version --- \n\"}";
        let answer = check(200, body).unwrap();
        assert_eq!(answer.message(), "TigerGraph RESTPP: \n --- Version --- \n");
    }

    #[test]
    fn a_cut_off_body_is_an_error() {
        for body in ["", "{", r#"{"error":fal"#, r#"{"results":[{"v_id":"1""#] {
            assert_eq!(kind(200, body), ErrorKind::Protocol, "{body}");
        }
    }

    #[test]
    fn a_wrong_type_names_the_place() {
        let answer = check(200, r#"{"error":false,"results":[{"count":"x"}]}"#).unwrap();
        #[derive(Debug, Deserialize)]
        struct Count {
            #[expect(dead_code)]
            count: u64,
        }
        let error = answer.results::<Vec<Count>>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.message().contains("results[0].count"), "{error}");
    }
}
