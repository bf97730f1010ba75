//! A request that has not been sent.

use std::borrow::Cow;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};
use secrecy::SecretString;

use super::address::Service;
use super::path::{Path, Query};
use super::{Client, Limits, Work};
use crate::error::Error;

/// A request to one of the two servers, and the rules for sending it.
#[derive(Clone)]
pub(crate) struct Request {
    pub(super) label: Label,
    pub(super) method: Method,
    pub(super) service: Service,
    pub(super) path: Path,
    pub(super) query: Query,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Option<Body>,
    pub(super) credential: Credential,
    pub(super) expects: Expects,
    pub(super) idempotent: bool,
    pub(super) work: Work,
    pub(super) limits: Limits,
    /// The time that one exchange may take even if the limit of the connection is shorter.
    pub(super) min_timeout: Duration,
    pub(super) on_repeat: Option<OnRepeat>,
}

/// A function that is called with each failure after which a request is repeated, and the wait. The
/// request is repeated when its future ends, unless it returns `false`.
pub(crate) type OnRepeat =
    Arc<dyn Fn(&Error, Duration) -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// The name of an operation for errors and traces: a verb and the name of a type or graph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Label {
    verb: &'static str,
    subject: Cow<'static, str>,
}

impl Label {
    pub(crate) fn new(verb: &'static str, subject: impl Into<Cow<'static, str>>) -> Self {
        Self { verb, subject: subject.into() }
    }

    /// Labels an operation on the graph of a client, or on the server if it has none.
    pub(crate) fn of_graph(verb: &'static str, client: &Client) -> Self {
        let graph = client.graph();
        if graph.is_empty() {
            Self::new(verb, "the server")
        } else {
            Self::new(verb, graph.to_owned())
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.subject)
    }
}

#[derive(Clone)]
pub(super) struct Body {
    pub(super) content: Bytes,
    pub(super) content_type: &'static str,
}

/// The credential that a request carries.
#[derive(Clone, Default)]
pub(crate) enum Credential {
    /// The credential of the connection: the token for RESTPP, the credentials themselves for the
    /// GSQL server, where they are valid for all graphs.
    #[default]
    Connection,
    /// The credentials of the connection themselves, for either server.
    Login,
    /// None.
    None,
    /// This token.
    Token(SecretString),
}

/// The form of a good answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expects {
    /// An envelope, whose `error` is false.
    Envelope,
    /// JSON of any form, which the caller checks.
    Json,
    /// An envelope that contains a token: no error quotes the body.
    Token,
    /// The output of GSQL statements.
    Output,
    /// Text of any form, which the caller checks.
    Text,
}

impl Request {
    fn new(method: Method, service: Service, path: Path) -> Self {
        Self {
            label: Label::default(),
            // The server, too, treats every method but POST as safe to repeat.
            idempotent: method != Method::POST,
            method,
            service,
            path,
            query: Query::default(),
            headers: Vec::new(),
            body: None,
            credential: Credential::default(),
            expects: Expects::Envelope,
            work: Work::Other,
            limits: Limits::default(),
            min_timeout: Duration::ZERO,
            on_repeat: None,
        }
    }

    /// Creates a request to RESTPP: data and installed queries.
    pub(crate) fn to_restpp(method: Method, path: Path) -> Self {
        Self::new(method, Service::Restpp, path)
    }

    /// Creates a request to the GSQL server: catalog, GSQL text, users and tokens.
    pub(crate) fn to_gsql(method: Method, path: Path) -> Self {
        Self::new(method, Service::Gsql, path)
    }

    /// Sets the operation that the request is part of, for errors and traces.
    pub(crate) fn labelled(mut self, label: Label) -> Self {
        self.label = label;
        self
    }

    /// Returns `true` if it may change what the GSQL server stores, other than by a script.
    pub(crate) fn changes_catalog(&self) -> bool {
        let is_envelope = self.expects == Expects::Envelope;
        is_envelope && self.service == Service::Gsql && self.method != Method::GET
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn label(&self) -> &Label {
        &self.label
    }

    /// Returns the method, the path with the parameters, and the body in a second line. No address
    /// and no credential is in it.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{} {}", self.method, self.path.as_str());
        if let Some(query) = self.query.as_str() {
            text += "?";
            text += query;
        }
        if let Some(body) = &self.body {
            text += "\n";
            text += &String::from_utf8_lossy(&body.content);
        }
        text
    }

    pub(crate) fn query(mut self, query: Query) -> Self {
        self.query = query;
        self
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(crate) fn json(self, body: impl Into<Bytes>) -> Self {
        self.body(body, "application/json")
    }

    pub(crate) fn body(mut self, content: impl Into<Bytes>, content_type: &'static str) -> Self {
        self.body = Some(Body { content: content.into(), content_type });
        self
    }

    /// Sets the credential that the request carries.
    pub(crate) fn credential(mut self, credential: Credential) -> Self {
        self.credential = credential;
        self
    }

    pub(crate) fn expects(mut self, form: Expects) -> Self {
        self.expects = form;
        self
    }

    /// Sets whether a second execution of the request changes nothing.
    pub(crate) fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Sets the time that one exchange may take even if the limit of the connection is shorter.
    pub(crate) fn min_timeout(mut self, time: Duration) -> Self {
        self.min_timeout = time;
        self
    }

    /// Calls this with each failure after which the request is repeated, to wait.
    pub(crate) fn on_repeat(mut self, call: Option<OnRepeat>) -> Self {
        self.on_repeat = call;
        self
    }

    /// Sets the time limit of the operation, repetitions included.
    pub(crate) fn timeout(mut self, timeout: Option<Duration>) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the limits of the call, the time among them.
    pub(crate) fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the kind of work, which decides the limits that are sent.
    pub(crate) fn work(mut self, work: Work) -> Self {
        self.work = work;
        self
    }
}
