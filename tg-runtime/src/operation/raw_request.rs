//! The escape hatch: any endpoint, through the same client.

use std::fmt::{self, Display};
use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::path::{Path, Query};
use crate::client::request::{Expects, Label, Request};
use crate::client::{Client, Reply};
use crate::error::{Error, ErrorKind, Result};

/// A request to an endpoint that this crate has no types for. Credentials, repetitions, errors and
/// traces are those of every other operation.
///
/// Its `Debug` shows the method and the first segment of the path: query, headers and body may hold
/// secrets.
#[must_use = "nothing is sent until `results`, `body` or `text` is awaited"]
pub struct RawRequest {
    client: Client,
    gsql: bool,
    method: Method,
    path: Path,
    query: Query,
    headers: Vec<(HeaderName, HeaderValue)>,
    content: Option<(Vec<u8>, &'static str)>,
    idempotent: Option<bool>,
    timeout: Option<Duration>,
    problem: Option<Error>,
}

impl RawRequest {
    pub(crate) fn restpp<S: AsRef<str>>(
        client: Client,
        method: Method,
        path: impl IntoIterator<Item = S>,
    ) -> Self {
        Self::new(client, false, method, path)
    }

    pub(crate) fn gsql<S: AsRef<str>>(
        client: Client,
        method: Method,
        path: impl IntoIterator<Item = S>,
    ) -> Self {
        Self::new(client, true, method, path)
    }

    fn new<S: AsRef<str>>(
        client: Client,
        gsql: bool,
        method: Method,
        path: impl IntoIterator<Item = S>,
    ) -> Self {
        // Which segments are ids is not known here, so the trace shows none beyond the first.
        let mut segments = path.into_iter();
        let first = segments.next().map(|word| Path::default().name(word.as_ref()));
        let path =
            segments.fold(first.unwrap_or_default(), |path, segment| path.value(segment.as_ref()));
        Self {
            client,
            gsql,
            method,
            path,
            query: Query::default(),
            headers: Vec::new(),
            content: None,
            idempotent: None,
            timeout: None,
            problem: None,
        }
    }

    /// Adds a parameter to the query string; both are encoded.
    pub fn query(mut self, key: &str, value: impl Display) -> Self {
        self.query.push(key, value);
        self
    }

    /// Adds a header. Its value is kept out of `Debug` and traces.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(true);
                self.headers.push((name, value));
            }
            _ => self.note(format!("`{name}` and its value cannot be an HTTP header")),
        }
        self
    }

    /// Sends this as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.content = Some((json, "application/json")),
            Err(error) => self.note(format!("the body cannot be written as JSON: {error}")),
        }
        self
    }

    /// Sends this as plain text.
    pub fn plain_text(mut self, body: impl Into<String>) -> Self {
        self.content = Some((body.into().into_bytes(), "text/plain"));
        self
    }

    /// Permits that the request is sent again although it may have been executed. Default: `true`
    /// for every method but POST.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// The longest that the request may take, its repetitions included.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Sends the request and reads `results` of the answer.
    ///
    /// # Errors
    ///
    /// When the request fails, or `results` do not fit `T`; the message names the place.
    pub async fn results<T: DeserializeOwned>(self) -> Result<T> {
        self.send(Expects::Envelope).await?.results()
    }

    /// Sends the request and reads the whole answer, for endpoints that have no `results`.
    ///
    /// # Errors
    ///
    /// When the request fails, or the answer does not fit `T`; the message names the place.
    pub async fn body<T: DeserializeOwned>(self) -> Result<T> {
        self.send(Expects::Json).await?.json()
    }

    /// Sends the request and returns the answer as it is.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub async fn text(self) -> Result<String> {
        Ok(self.send(Expects::Text).await?.text())
    }

    async fn send(self, form: Expects) -> Result<Reply> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let label = Label::new("request", self.path.template().to_owned());
        let mut request = if self.gsql {
            Request::to_gsql(self.method, self.path)
        } else {
            Request::to_restpp(self.method, self.path)
        };
        request = request.labelled(label).query(self.query).expects(form).timeout(self.timeout);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        if let Some((content, content_type)) = self.content {
            request = request.body(content, content_type);
        }
        if let Some(idempotent) = self.idempotent {
            request = request.idempotent(idempotent);
        }
        self.client.send(request).await
    }

    fn note(&mut self, message: String) {
        self.problem.get_or_insert_with(|| Error::new(ErrorKind::Encode, message));
    }
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest")
            .field("client", &self.client)
            .field("method", &self.method)
            .field("path", &self.path.template())
            .finish_non_exhaustive()
    }
}
