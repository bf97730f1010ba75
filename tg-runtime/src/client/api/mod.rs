//! Every request and every statement that is sent, by family, with the form of 3.x next to that
//! of 4.x.
//!
//! A [`Call`] contains both forms. No code outside of `client/` depends on the generation of the
//! server: a caller gets a [`Response`] and reads it by its kind.

pub(crate) mod data;
pub(crate) mod engine;
pub(crate) mod gsql;
pub(crate) mod loading;
pub(crate) mod monitoring;
pub(crate) mod paths;
pub(crate) mod queries;
pub(crate) mod schema;
pub(crate) mod schema_change_jobs;
pub(crate) mod secrets;
pub(crate) mod server;
pub(crate) mod sources;
pub(crate) mod statistics;
pub(crate) mod tokens;
pub(crate) mod transfer;
pub(crate) mod udf;

use std::time::Duration;

use http::Method;
use serde::Serialize;

use super::path::{Path, Query};
use super::request::Request;
use super::{Generation, Reply};
use crate::error::{Error, ErrorKind, Result};

/// One act of the server, in the form that each generation has for it.
#[derive(Clone)]
pub(crate) struct Call {
    v4: Form,
    /// `None` if it is the same.
    v3: Option<Form>,
}

/// The form of a [`Call`] for one generation of the server.
#[derive(Clone)]
pub(crate) enum Form {
    /// An endpoint.
    Request(Box<Request>),
    /// A statement of GSQL, where there is no endpoint.
    Statement(Statement),
    /// Several other calls, which the caller makes.
    Composed,
    /// None. The error names the missing feature and the remedy.
    Unavailable(Box<Error>),
}

/// A statement of GSQL without its scope.
#[derive(Clone)]
pub(crate) struct Statement {
    pub(crate) text: String,
    /// `true` if the caller reads the state of the server where the output does not report success.
    pub(crate) reads_back: bool,
    /// Limits its time where the caller sets no limit.
    pub(crate) time_limit: Option<Duration>,
}

/// The answer of a server to a [`Call`].
pub(crate) enum Response {
    /// The answer to a request.
    Reply(Reply),
    /// The output of a statement.
    Output(String),
    /// This generation has no single form for it: other calls take its place.
    Composed,
}

impl Call {
    pub(crate) fn new(v4: impl Into<Form>, v3: impl Into<Form>) -> Self {
        Self { v4: v4.into(), v3: Some(v3.into()) }
    }

    /// Creates a call that only servers from 4.1 on have, with the name of the act and the remedy
    /// on older ones.
    fn only_v4(request: Request, act: &str, remedy: &str) -> Self {
        let message =
            format!("{act} needs TigerGraph 4.1 or later, and the server is older; {remedy}");
        Self::new(request, Error::unsupported(message))
    }

    pub(super) fn form(self, generation: Generation) -> Form {
        match generation {
            Generation::V4 => self.v4,
            Generation::V3 => self.v3.unwrap_or(self.v4),
        }
    }
}

impl Form {
    /// Returns the request; an error where there is none.
    pub(crate) fn request(self) -> Result<Request> {
        match self {
            Self::Request(request) => Ok(*request),
            Self::Unavailable(error) => Err(*error),
            Self::Statement(_) | Self::Composed => {
                Err(Error::new(ErrorKind::Protocol, "this server has no request for it"))
            }
        }
    }
}

impl From<Request> for Form {
    fn from(request: Request) -> Self {
        Self::Request(Box::new(request))
    }
}

impl From<Statement> for Form {
    fn from(statement: Statement) -> Self {
        Self::Statement(statement)
    }
}

impl From<Error> for Form {
    fn from(error: Error) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

impl<T: Into<Self>> From<Result<T>> for Form {
    /// Converts the form, or the error of a text that it cannot contain.
    fn from(form: Result<T>) -> Self {
        form.map_or_else(Self::from, Into::into)
    }
}

impl From<Request> for Call {
    /// Converts a request that is the same in both generations.
    fn from(request: Request) -> Self {
        Self { v4: request.into(), v3: None }
    }
}

impl From<Statement> for Call {
    /// Converts a statement that is the same in both generations.
    fn from(statement: Statement) -> Self {
        Self { v4: statement.into(), v3: None }
    }
}

impl Statement {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), reads_back: false, time_limit: None }
    }
}

impl Response {
    /// Returns the answer of an act that is a request in both generations.
    pub(crate) fn reply(self) -> Result<Reply> {
        match self {
            Self::Reply(reply) => Ok(reply),
            Self::Output(_) | Self::Composed => {
                Err(Error::new(ErrorKind::Protocol, "the answer is not one of a request"))
            }
        }
    }

    /// Returns the output of an act that is a statement in both generations.
    pub(crate) fn output(self) -> Result<String> {
        match self {
            Self::Output(output) => Ok(output),
            Self::Reply(_) | Self::Composed => {
                Err(Error::new(ErrorKind::Protocol, "the answer is not one of a statement"))
            }
        }
    }
}

/// Creates a request that drops an object of the catalog. It is not repeated by itself: the second
/// time, the server would report the object as unknown.
fn drop_request(path: Path) -> Request {
    Request::to_gsql(Method::DELETE, path).idempotent(false)
}

/// Returns the parameter with the name of the graph; none for the server as a whole.
fn in_graph(graph: &str) -> Query {
    match graph {
        "" => Query::default(),
        graph => Query::default().with("graph", graph),
    }
}

/// Encodes a body.
fn json(body: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(body).map_err(|error| {
        Error::new(ErrorKind::Encode, "the request cannot be written as JSON").with_source(error)
    })
}
