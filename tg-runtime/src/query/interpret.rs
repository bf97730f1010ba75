//! Running the text of a query.

use std::fmt;
use std::marker::PhantomData;

use tg_gsql::syntax::outline::declares_typed_vertices;

use super::arguments::Arguments;
use super::explain::explain_run;
use super::{QueryResults, TypedResults};
use crate::body::Parameter;
use crate::client::api::queries as api;
use crate::client::path::Query;
use crate::client::request::{Label, Request};
use crate::client::{Client, Limits};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, operation};

/// The longest query string that is sent: the server takes URLs of 8 KB.
const MAX_QUERY_BYTES: usize = 7800;

/// Runs the text of a query without installing it: [`Graph::interpret`](crate::Graph::interpret),
/// or the method of a [typed query](super#typed-queries) that is interpreted. Awaited, it gives
/// what the query printed, which a typed query reads into its own struct `R`.
///
/// The request is `POST /gsql/v1/queries/interpret` on 4.x and `POST /gsqlserver/interpreted_query`
/// on 3.x. Parameters stand in its URL, which holds 8 KB, and no maps, and no empty collections.
///
/// # Errors
///
/// With [`ErrorKind::Gsql`] when the text is not a query; the message is the compiler's, with line
/// and column. Otherwise those of [`RunQuery`](super::RunQuery).
#[must_use = "operations do nothing until they are awaited"]
pub struct Interpret<R = QueryResults> {
    client: Client,
    text: String,
    arguments: Arguments,
    idempotent: bool,
    limits: Limits,
    results: PhantomData<fn() -> R>,
}

impl<R> Interpret<R> {
    pub(crate) fn new(client: Client, text: String) -> Self {
        Self {
            client,
            text,
            arguments: Arguments::default(),
            idempotent: false,
            limits: Limits::default(),
            results: PhantomData,
        }
    }

    /// Gives a parameter, as [`RunQuery::param`](super::RunQuery::param) does.
    pub fn param(mut self, name: impl Into<String>, value: impl Parameter) -> Self {
        self.arguments.set(name.into(), &value);
        self
    }

    /// Reads the results into `S`, the struct of a typed query. The method that `#[tigergraph]`
    /// writes for a query does this.
    pub fn typed<S: TypedResults>(self) -> Interpret<S> {
        let Self { client, text, arguments, idempotent, limits, .. } = self;
        Interpret { client, text, arguments, idempotent, limits, results: PhantomData }
    }

    /// Permits that the query is run again although it may have been run, because the connection
    /// ended or the server did not answer in time. Default: `false`, because a query may write.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    async fn run(self) -> Result<R>
    where
        R: TypedResults,
    {
        let label = Label::of_graph("interpret a query on", &self.client);
        let failed = |error: Error| error.during(|| label.to_string());
        let deadline = Deadline::after(self.limits.timeout);
        let request = self.request(label.clone(), deadline).await.map_err(failed)?;
        let reply =
            self.client.send(request).await.map_err(|error| explain_run(as_compiler(error)))?;
        R::read(QueryResults::read(reply, label)?)
    }

    async fn request(&self, label: Label, deadline: Deadline) -> Result<Request> {
        self.arguments.check()?;
        let mut query = Query::default();
        // In a URL, the types of vertices are written only where they are not declared.
        let untyped = |name: &str| !declares_typed_vertices(&self.text, name);
        self.arguments.write_query(&mut query, untyped)?;
        if query.as_str().is_some_and(|text| text.len() > MAX_QUERY_BYTES) {
            let message = "the parameters of an interpreted query stand in its URL, which holds 8 KB, and \
                           these are longer: install the query, which then takes them in a body";
            return Err(Error::new(ErrorKind::TooLarge, message));
        }
        let call = api::interpret(&self.text, query);
        let request = self.client.form(call, deadline).await?.request()?;
        let limits = self.limits.within(deadline.left());
        Ok(request.labelled(label).idempotent(self.idempotent).limits(limits))
    }
}

operation!(
    impl [R: TypedResults + 'static] Interpret<R> => R,
    limits [response_limit, thread_limit, memory_limit]
);

impl<R> Clone for Interpret<R> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            text: self.text.clone(),
            arguments: self.arguments.clone(),
            results: PhantomData,
            ..*self
        }
    }
}

impl<R> fmt::Debug for Interpret<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interpret")
            .field("client", &self.client)
            .field("text", &self.text)
            .field("arguments", &self.arguments)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The compiler's complaints come without a code.
fn as_compiler(error: Error) -> Error {
    let complains = error.code().is_none()
        && matches!(
            error.kind(),
            ErrorKind::Server | ErrorKind::InvalidRequest | ErrorKind::UnknownName
        )
        && error.status().is_some_and(|status| status < 500 && status != 404);
    if complains { error.with_kind(ErrorKind::Gsql) } else { error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_compiler_says_is_gsql() {
        let kind = |code: Option<&str>, message: &str| {
            let code = code.map(str::to_owned);
            as_compiler(Error::reported(Some(200), code, message.to_owned())).kind()
        };
        assert_eq!(kind(None, "line 5:2 no viable alternative at input"), ErrorKind::Gsql);
        assert_eq!(kind(None, "Graph 'g' does not exist."), ErrorKind::Gsql);
        assert_eq!(kind(None, "Runtime Error: divider is zero."), ErrorKind::Query);
        assert_eq!(kind(Some("REST-30000"), "Values of parameter n"), ErrorKind::InvalidRequest);
        assert_eq!(kind(None, "Authentication failed."), ErrorKind::Unauthorized);
    }
}
