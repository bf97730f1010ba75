//! Every request and every statement that is sent, by family, with the form of 3.x next to that of 4.x.
//!
//! A [`Call`] holds both forms. Nothing outside of `client/` asks for the generation of the server: a
//! caller sees the [`Response`] and reads the kind that it is.

pub(crate) mod edges;
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
pub(crate) mod upserts;
pub(crate) mod vertices;

use std::time::Duration;

use http::Method;
use serde::Serialize;

use super::path::{Path, Query};
use super::request::Request;
use super::{Generation, Reply};
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Result};

/// One act of the server, in the form that each generation has for it.
#[derive(Clone)]
pub(crate) struct Call {
    v4: Form,
    v3: Form,
}

/// How one generation of the server is asked for something.
#[derive(Clone)]
pub(crate) enum Form {
    /// An endpoint.
    Request(Box<Request>),
    /// A statement of GSQL, where there is no endpoint.
    Statement(Statement),
    /// Several other calls, which the caller makes.
    Composed,
    /// Nothing. The error names what is missing and the way around it.
    Unavailable(Box<Error>),
}

/// A statement of GSQL without its scope.
#[derive(Clone)]
pub(crate) struct Statement {
    pub(crate) text: String,
    /// The meaning that the output must have; `None` where the server prints no success.
    pub(crate) success: Option<Prose>,
    /// Limits its time where the caller sets no limit.
    pub(crate) time_limit: Option<Duration>,
}

/// What a server answered to a [`Call`].
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
        Self { v4: v4.into(), v3: v3.into() }
    }

    /// A request that only servers from 4.1 on have. `what` names it, `instead` the way around it.
    fn only_v4(request: Request, what: &str, instead: &str) -> Self {
        let message =
            format!("{what} needs TigerGraph 4.1 or later, and the server is older; {instead}");
        Self::new(request, Error::unsupported(message))
    }

    pub(super) fn form(self, generation: Generation) -> Form {
        match generation {
            Generation::V4 => self.v4,
            Generation::V3 => self.v3,
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
    /// A form, unless it cannot express what is in it.
    fn from(form: Result<T>) -> Self {
        form.map_or_else(Self::from, Into::into)
    }
}

impl From<Request> for Call {
    /// A request that is the same in both generations.
    fn from(request: Request) -> Self {
        Self::new(request.clone(), request)
    }
}

impl From<Statement> for Call {
    /// A statement that is the same in both generations.
    fn from(statement: Statement) -> Self {
        Self::new(statement.clone(), statement)
    }
}

impl Statement {
    /// A statement that changes something; its output must report `success`.
    pub(crate) fn change(text: impl Into<String>, success: impl Into<Option<Prose>>) -> Self {
        Self { text: text.into(), success: success.into(), time_limit: None }
    }

    /// A statement that prints texts of the user.
    pub(crate) fn listing(text: impl Into<String>) -> Self {
        Self { text: text.into(), success: None, time_limit: None }
    }
}

impl Response {
    /// The answer of an act that is a request in both generations.
    pub(crate) fn reply(self) -> Result<Reply> {
        match self {
            Self::Reply(reply) => Ok(reply),
            Self::Output(_) | Self::Composed => {
                Err(Error::new(ErrorKind::Protocol, "the answer is not one of a request"))
            }
        }
    }

    /// The output of an act that is a statement in both generations.
    pub(crate) fn output(self) -> Result<String> {
        match self {
            Self::Output(output) => Ok(output),
            Self::Reply(_) | Self::Composed => {
                Err(Error::new(ErrorKind::Protocol, "the answer is not one of a statement"))
            }
        }
    }
}

/// A request that drops something of the catalog. It is not repeated by itself: the second time, what was
/// dropped would be reported as unknown.
fn drop_request(path: Path) -> Request {
    Request::to_gsql(Method::DELETE, path).idempotent(false)
}

/// The parameter that names the graph; none for the server as a whole.
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
