//! Running installed queries.

use std::fmt;
use std::marker::PhantomData;

use super::arguments::Arguments;
use super::explain::explain;
use super::{DetachedQuery, QueryResults, TypedResults, detached};
use crate::body::Parameter;
use crate::client::api::queries as api;
use crate::client::path::Query;
use crate::client::request::{Label, Request};
use crate::client::{Client, Limits};
use crate::error::Result;
#[cfg(doc)]
use crate::error::{Error, ErrorKind};
use crate::operation::gsql::Scope;
use crate::operation::{Operation, operation};

/// The longest query string that is sent: the server takes URLs of 8 KB, and the path and what
/// proxies add count too.
const MAX_QUERY_BYTES: usize = 4096;

/// Lets a query see vertices that are being loaded.
const ALL_VERTICES: &str = "__GQUERY__USING_ALL_ACTIVE_MODE";

/// Runs an installed query: [`Graph::query`](crate::Graph::query), or the method of a [typed
/// query](super#typed-queries). Awaited, it gives what the query printed, which a typed query reads
/// into its own struct `R`.
///
/// The request is `GET /query/{graph}/{name}` where a URL can hold the parameters, and `POST` where
/// they are long or a URL cannot say them: empty collections and texts, maps, collections of
/// vertices, composite keys.
///
/// A query may write, so it is not repeated by itself once it may have run; say
/// [`idempotent(true)`](Self::idempotent) of one that only reads.
///
/// # Errors
///
/// * [`ErrorKind::NoEndpoint`] when no query of this name is installed;
///   [`ErrorKind::Unavailable`] while it is being installed.
/// * [`ErrorKind::InvalidRequest`] when a parameter is missing, unknown or of another type, and
///   [`ErrorKind::NotFound`] when there is no vertex with the id that it was given.
/// * [`ErrorKind::Query`] when the query ends in a runtime error or an exception of its own, whose
///   number is the [code](Error::code).
/// * [`ErrorKind::ServerTimedOut`] at the server's time limit (16 s unless set otherwise), with the
///   [id](Error::request_id) that its logs have; [`ErrorKind::TooLarge`] when it prints more than
///   the response limit; [`ErrorKind::Aborted`] when it was aborted.
/// * [`ErrorKind::Encode`] when a parameter cannot be sent; nothing was sent then.
#[must_use = "operations do nothing until they are awaited"]
pub struct RunQuery<R = QueryResults> {
    client: Client,
    name: String,
    arguments: Arguments,
    idempotent: bool,
    all_vertices: bool,
    post: bool,
    limits: Limits,
    results: PhantomData<fn() -> R>,
}

impl<R> RunQuery<R> {
    pub(crate) fn new(client: Client, name: String) -> Self {
        Self {
            client,
            name,
            arguments: Arguments::default(),
            idempotent: false,
            all_vertices: false,
            post: false,
            limits: Limits::default(),
            results: PhantomData,
        }
    }

    /// Gives a parameter. One that is not given, or is given `None`, has the query's own default.
    ///
    /// A vertex is given as an [`Id`](crate::Id), an [`AnyId`](crate::AnyId) or itself: its bare id
    /// as a text is understood in a URL, and no longer when the parameters need a body.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # use std::collections::{BTreeMap, BTreeSet};
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # async fn example(graph: impl Graph, since: DateTime, packages: Vec<Package>) -> Result<()> {
    /// graph
    ///     .query("audit")
    ///     .param("least", 20.0)                                 // DOUBLE
    ///     .param("since", since)                                // DATETIME
    ///     .param("first", Id::<Package>::from("P-1"))           // VERTEX or VERTEX<Package>
    ///     .param("others", &packages)                           // SET<VERTEX<Package>>
    ///     .param("places", ["Ghent", "Lille"])                  // SET, BAG or LIST of STRING
    ///     .param("rates", BTreeMap::from([("EUR", 1.0)]))       // MAP<STRING, DOUBLE>
    ///     .param("note", None::<&str>)                          // its default
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn param(mut self, name: impl Into<String>, value: impl Parameter) -> Self {
        self.arguments.set(name.into(), &value);
        self
    }

    /// Reads the results into `S`, the struct of a typed query. The method that `#[tigergraph]`
    /// writes for a query does this.
    pub fn typed<S: TypedResults>(self) -> RunQuery<S> {
        let Self { client, name, arguments, idempotent, all_vertices, post, limits, .. } = self;
        RunQuery {
            client,
            name,
            arguments,
            idempotent,
            all_vertices,
            post,
            limits,
            results: PhantomData,
        }
    }

    /// Permits that the query is run again although it may have been run, because the connection
    /// ended or the server did not answer in time. Default: `false`, because a query may write.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Runs the query in all-vertex mode, in which it sees vertices that are not active yet or any
    /// more (`__GQUERY__USING_ALL_ACTIVE_MODE`).
    pub fn all_vertices(mut self) -> Self {
        self.all_vertices = true;
        self
    }

    /// Sends the parameters in a body however short they are, which keeps them out of the logs of
    /// gateways.
    pub fn post(mut self) -> Self {
        self.post = true;
        self
    }

    /// Starts the query without waiting for its end: the server works on it without a connection.
    ///
    /// The server's time limit applies to a detached query too, 16 s unless set otherwise: a longer
    /// one needs a [`timeout`](Self::timeout).
    ///
    /// # Errors
    ///
    /// Those of [`RunQuery`] that occur before a query runs.
    pub fn detached(self) -> Operation<DetachedQuery<R>>
    where
        R: TypedResults + 'static,
    {
        Operation::new(move |deadline| detached::start(self, deadline))
    }

    /// Returns the request that runs the query, and sends nothing: the method and the path below
    /// RESTPP with the parameters, and in a second line the body, if the parameters need one.
    ///
    /// The server has no plan of a query to show. Limits are sent as headers, which are left out.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let query = graph.query("heavy").param("least", 20.0);
    /// assert_eq!(query.explain()?, "GET /query/GoodsDelivery/heavy?least=20.0");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Encode`] when a parameter cannot be sent.
    pub fn explain(&self) -> Result<String> {
        Ok(self.request()?.text())
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    async fn run(self) -> Result<R>
    where
        R: TypedResults,
    {
        let request = self.request()?;
        let label = request.label().clone();
        let reply = self.client.send(request).await;
        let reply = reply.map_err(|error| explain(error, &self.name, self.client.graph()))?;
        R::read(QueryResults::read(reply, label)?)
    }

    /// The request that runs the query.
    pub(super) fn request(&self) -> Result<Request> {
        let label = Label::new("run query", self.name.clone());
        self.build(label.clone()).map_err(|error| error.during(|| label.to_string()))
    }

    fn build(&self, label: Label) -> Result<Request> {
        check_name(&self.name)?;
        self.arguments.check()?;
        let mut settings = Query::default();
        if self.all_vertices {
            settings.push(ALL_VERTICES, true);
        }
        let request = |query, body| {
            api::run(self.client.graph(), &self.name, query, body)
                .labelled(label)
                .idempotent(self.idempotent)
                .limits(self.limits)
        };
        if !self.post && !self.arguments.need_body() {
            let mut query = settings.clone();
            // Collections of vertices go in a body.
            self.arguments.write_query(&mut query, |_| true)?;
            if query.as_str().is_none_or(|text| text.len() <= MAX_QUERY_BYTES) {
                return Ok(request(query, None));
            }
        }
        Ok(request(settings, Some(self.arguments.body())))
    }
}

operation!(
    impl [R: TypedResults + 'static] RunQuery<R> => R,
    limits [response_limit, thread_limit, memory_limit, replica]
);

impl<R> Clone for RunQuery<R> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            name: self.name.clone(),
            arguments: self.arguments.clone(),
            results: PhantomData,
            ..*self
        }
    }
}

impl<R> fmt::Debug for RunQuery<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunQuery")
            .field("client", &self.client)
            .field("name", &self.name)
            .field("arguments", &self.arguments)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// Refuses what cannot be the name of a query.
pub(super) fn check_name(name: &str) -> Result<()> {
    Scope::name(name, "query").map(drop)
}
