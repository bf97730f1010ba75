//! `POST /builtins/{graph}`.

use std::time::Duration;

use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};

/// One call of a built-in function.
#[derive(Debug, Clone)]
pub(super) struct Builtin {
    client: Client,
    function: &'static str,
    ty: String,
    from_type: Option<String>,
    to_type: Option<String>,
    realtime: bool,
    /// A name that is none: `*` means all types to the server.
    problem: Option<&'static str>,
}

/// What the server takes for every type.
const ALL: &str = "*";

#[derive(Serialize)]
struct Body<'a> {
    function: &'static str,
    r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_type: Option<&'a str>,
}

impl Builtin {
    /// About one type.
    pub(super) fn new(client: Client, function: &'static str, ty: impl Into<String>) -> Self {
        let mut builtin = Self::all(client, function);
        builtin.ty = builtin.name(ty);
        builtin
    }

    /// About all types.
    pub(super) fn all(client: Client, function: &'static str) -> Self {
        let (ty, from_type, to_type) = (ALL.to_owned(), None, None);
        Self { client, function, ty, from_type, to_type, realtime: false, problem: None }
    }

    fn name(&mut self, name: impl Into<String>) -> String {
        let name = name.into();
        if name.is_empty() || name == ALL {
            self.problem = Some("the name of a type is missing: `*` and nothing are none");
        }
        name
    }

    pub(super) fn realtime(&mut self) {
        self.realtime = true;
    }

    pub(super) fn leaving(&mut self, name: impl Into<String>) {
        self.from_type = Some(self.name(name));
    }

    pub(super) fn reaching(&mut self, name: impl Into<String>) {
        self.to_type = Some(self.name(name));
    }

    pub(super) async fn run<T: DeserializeOwned>(&self, timeout: Option<Duration>) -> Result<T> {
        let subject = if self.ty == ALL { self.client.graph() } else { self.ty.as_str() };
        let label = Label::new("count", subject.to_owned());
        if let Some(problem) = self.problem {
            let error = Error::new(ErrorKind::Encode, problem);
            return Err(error.during(|| label.to_string()));
        }
        let body = Body {
            function: self.function,
            r#type: &self.ty,
            from_type: self.from_type.as_deref(),
            to_type: self.to_type.as_deref(),
        };
        let body = serde_json::to_vec(&body).map_err(|error| {
            Error::new(ErrorKind::Encode, "the request cannot be written").with_source(error)
        })?;
        let query = match self.realtime {
            true => Query::default().with("realtime", true),
            false => Query::default(),
        };
        let path = Path::fixed("/builtins").name(self.client.graph());
        let request = Request::restpp(label.clone(), Method::POST, path)
            .query(query)
            .json(body)
            .idempotent(true)
            .timeout(timeout);
        let reply = self.client.send(request).await?;
        reply.results().map_err(|error| error.during(|| label.to_string()))
    }

    /// The type that is asked about.
    pub(super) fn ty(&self) -> &str {
        &self.ty
    }
}
