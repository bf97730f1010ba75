//! The scope in which statements run, and the names and strings in them.

use super::{Confirm, Gsql};
use crate::client::api::{Call, Form, Response, Statement};
use crate::client::request::Label;
use crate::client::{Client, Reply};
use crate::error::prose::{self, Prose};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;

/// The scope of a call of the GSQL server: a graph, or the server as a whole.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    client: Client,
    graph: String,
    verb: &'static str,
    subject: Option<String>,
}

impl Scope {
    /// Creates the scope of a client's graph, or of the server if the client has none.
    pub(crate) fn of_graph(client: &Client, verb: &'static str) -> Self {
        Self { client: client.clone(), graph: client.graph().to_owned(), verb, subject: None }
    }

    /// Creates the scope of a graph by its name, or of the server if the name is empty.
    pub(crate) fn of(client: &Client, graph: &str, verb: &'static str) -> Self {
        Self { client: client.clone(), graph: graph.to_owned(), verb, subject: None }
    }

    /// Creates the scope of the server as a whole, also for a client with a graph.
    pub(crate) fn of_server(client: &Client, verb: &'static str) -> Self {
        Self { client: client.clone(), graph: String::new(), verb, subject: None }
    }

    /// Names this in errors and traces, in the place of the graph or the server.
    pub(crate) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// The graph; empty for the server as a whole.
    pub(crate) fn graph(&self) -> &str {
        &self.graph
    }

    pub(crate) fn label(&self) -> Label {
        match (&self.subject, self.graph.as_str()) {
            (Some(subject), _) => Label::new(self.verb, subject.clone()),
            (None, "") => Label::new(self.verb, "the server"),
            (None, graph) => Label::new(self.verb, graph.to_owned()),
        }
    }

    pub(crate) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        self.named(Error::new(kind, message.into()))
    }

    /// Names this operation in an error that does not name one.
    pub(crate) fn named(&self, error: Error) -> Error {
        error.during(|| self.label().to_string())
    }

    /// Makes a call and reads the kind of answer that this server has for it.
    ///
    /// The output of a statement must have the words that report its success, and none of a
    /// failure.
    pub(crate) async fn run(&self, call: impl Into<Call>, deadline: Deadline) -> Result<Response> {
        match self.form(call.into(), deadline).await? {
            Form::Statement(statement) => {
                self.execute(&statement, deadline).await.map(Response::Output)
            }
            Form::Composed => Ok(Response::Composed),
            form => self.request_of(form, deadline).await.map(Response::Reply),
        }
    }

    /// Makes a call that is a request in both generations.
    pub(crate) async fn reply(&self, call: impl Into<Call>, deadline: Deadline) -> Result<Reply> {
        self.request_of(self.form(call.into(), deadline).await?, deadline).await
    }

    async fn form(&self, call: Call, deadline: Deadline) -> Result<Form> {
        self.client.form(call, deadline).await.map_err(|error| self.named(error))
    }

    async fn request_of(&self, form: Form, deadline: Deadline) -> Result<Reply> {
        let request = form.request().map_err(|error| self.named(error))?;
        let changes = request.changes_catalog();
        let request = request.labelled(self.label()).timeout(deadline.left());
        let reply = self.client.send(request).await?;
        // The text of a failed statement can be the message of an answer without an error.
        if changes && reply.message().lines().any(prose::begins_failure) {
            let error = Error::reported(None, None, reply.message().to_owned());
            return Err(self.named(match error.kind() {
                ErrorKind::Server => error.with_kind(ErrorKind::Gsql),
                _ => error,
            }));
        }
        Ok(reply)
    }

    /// Refuses a call that this server does not support, before other calls prepare it.
    pub(crate) async fn check(&self, call: Call, deadline: Deadline) -> Result<()> {
        match self.form(call, deadline).await? {
            Form::Unavailable(error) => Err(self.named(*error)),
            _ => Ok(()),
        }
    }

    async fn execute(&self, statement: &Statement, deadline: Deadline) -> Result<String> {
        let script = self.script(&statement.text)?;
        let limit = deadline.left().or(statement.time_limit);
        let gsql = Gsql::new(self.client.clone(), script).limit(limit);
        let confirm = if statement.reads_back { Confirm::None } else { Confirm::All };
        gsql.confirm(confirm).run().await.map_err(|error| self.classified(error))
    }

    fn script(&self, statement: &str) -> Result<String> {
        match self.graph.as_str() {
            "" => Ok(format!("USE GLOBAL\n{statement}")),
            graph => Ok(format!("USE GRAPH {}\n{statement}", Self::name(graph, "graph")?)),
        }
    }

    /// Sets the kind of an error that reports an unknown name or one that is taken.
    fn classified(&self, error: Error) -> Error {
        let kind = match error.kind() {
            ErrorKind::Gsql if error.reports(Prose::AlreadyExists) => ErrorKind::InvalidRequest,
            ErrorKind::Gsql if error.reports(Prose::UnknownName) => ErrorKind::UnknownName,
            kind => kind,
        };
        error.with_kind(kind).about(self.label().to_string())
    }

    /// A name of one thing, that may stand in GSQL and in a path as it is.
    pub(crate) fn name<'n>(name: &'n str, what: &str) -> Result<&'n str> {
        if means_all(name) {
            let message =
                format!("{name:?} is not the name of a {what}: the server takes it for all");
            return Err(Error::new(ErrorKind::Encode, message));
        }
        if tg_gsql::name::is_identifier(name) {
            return Ok(name);
        }
        let message = format!(
            "{name:?} cannot be the name of a {what}: names are letters, digits and `_`, and do not \
             begin with a digit"
        );
        Err(Error::new(ErrorKind::Encode, message))
    }
}

/// Returns `true` if this text in the place of a name means all objects of a kind: `DROP JOB ALL`,
/// `requestid=all`.
pub(crate) fn means_all(name: &str) -> bool {
    name == "*" || ["all", "dropAll"].iter().any(|word| name.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_be_more_than_a_name_are_refused() {
        assert_eq!(Scope::name("load_1", "job").unwrap(), "load_1");
        for name in ["", "a b", "a\nDROP ALL", "1a", "a;b", "*", "é", "all", "ALL"] {
            assert!(Scope::name(name, "job").is_err(), "{name}");
        }
    }
}
