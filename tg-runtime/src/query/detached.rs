//! Queries that the server works on without a connection.

use std::fmt;
use std::marker::PhantomData;
use std::ops::ControlFlow;
use std::time::Duration;

use serde_json::Value;

use super::explain::explain;
use super::running::{QueryStatus, RawProcess, abort_ids};
use super::{QueryResults, RunQuery, TypedResults};
use crate::client::api::queries as api;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, Operation, Pauses, WaitFor, WorkState};

/// A query that the server works on without a connection; its results are read into `R`, as those
/// of [`RunQuery`].
///
/// It is only its id, and can be made again from it by
/// [`Queries::detached`](super::Queries::detached), in another process for instance. In a cluster a
/// node knows the queries that it started: through a gateway that distributes requests, an id may
/// be unknown to the node that receives the request.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # use std::time::Duration;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let query = graph.query("page_rank").timeout(Duration::from_secs(3600)).detached().await?;
/// println!("{}", query.request_id());
/// let results = query.wait().timeout(Duration::from_secs(3600)).await?;
/// let ranks: Vec<f64> = results.get("@@ranks")?;
/// # Ok(())
/// # }
/// ```
pub struct DetachedQuery<R = QueryResults> {
    client: Client,
    id: String,
    response_limit: Option<u64>,
    results: PhantomData<fn() -> R>,
}

impl<R: TypedResults + 'static> DetachedQuery<R> {
    pub(super) fn new(client: Client, id: String) -> Self {
        Self { client, id, response_limit: None, results: PhantomData }
    }

    /// Returns the id that the server gave it, such as `4.RESTPP_1_1.1599672031541.N`.
    pub fn request_id(&self) -> &str {
        &self.id
    }

    /// Sets the maximum size of the results in bytes (`RESPONSE-LIMIT`), over which reading them
    /// fails with [`ErrorKind::TooLarge`]. Default: the connection's.
    pub fn response_limit(mut self, bytes: u64) -> Self {
        self.response_limit = Some(bytes);
        self
    }

    /// Reads its status: `GET /query_status`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::NotFound`] when the server does not know the query, or no longer.
    pub fn status(&self) -> Operation<QueryStatus> {
        let (client, id) = (self.client.clone(), self.id.clone());
        Operation::new(async move |deadline| {
            let label = Label::new("read the status of query", id.clone());
            let request = api::detached_state(client.graph(), &id).labelled(label.clone());
            let reply = client.send(request.timeout(deadline.left())).await?;
            let found = RawProcess::list(&reply);
            let found = found.map_err(|error| error.during(|| label.to_string()))?;
            let process = found.into_iter().find(|process| process.id() == id);
            process.map(RawProcess::into_status).ok_or_else(|| {
                let message = format!(
                    "the server has no detached query `{id}`: the id is of another server or of \
                     another node of the cluster, or its results are no longer stored"
                );
                Error::new(ErrorKind::NotFound, message).during(|| label.to_string())
            })
        })
    }

    /// Reads its results: `GET /query_result`. The server deletes results after a configured time.
    ///
    /// # Errors
    ///
    /// Those of the query; and when it has not ended, or its results are no longer stored.
    pub fn results(&self) -> Operation<R> {
        let (client, id) = (self.client.clone(), self.id.clone());
        let response_limit = self.response_limit;
        Operation::new(async move |deadline| {
            let limits = Limits { response: response_limit, ..Limits::of_time(deadline.left()) };
            let label = Label::new("read the results of query", id.clone());
            let request = api::detached_results(client.graph(), &id).labelled(label.clone());
            R::read(QueryResults::read(client.send(request.limits(limits)).await?, label)?)
        })
    }

    /// Waits until it has ended. Awaited, it returns the results. The status is read often at first
    /// and then every five seconds, unless [`every`](WaitFor::every) sets another pause.
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::TimedOut`] when it does not end within the [`timeout`](WaitFor::timeout): it
    ///   runs on, and can be waited for again.
    /// * [`ErrorKind::ServerTimedOut`] when the server ended it at its time limit,
    ///   [`ErrorKind::Aborted`] when it was aborted.
    /// * Those of [`status`](Self::status) and [`results`](Self::results).
    pub fn wait(&self) -> WaitFor<'static, QueryStatus, R> {
        let (query, ended) = (self.clone(), self.clone());
        let pauses = Pauses::growing(Duration::from_millis(50));
        let work = format!("query {}", self.id);
        WaitFor::new(
            work,
            pauses,
            move || query.status(),
            move |status| match status.state {
                WorkState::Running => {
                    let message = format!("query `{}` has not ended, and runs on", ended.id);
                    Ok(ControlFlow::Continue(message))
                }
                WorkState::TimedOut => {
                    let message = format!(
                        "the server ended query `{}` at its time limit: start it with a longer \
                     `timeout`",
                        ended.id
                    );
                    Err(Error::new(ErrorKind::ServerTimedOut, message))
                }
                WorkState::Aborted => {
                    let message = format!("query `{}` was aborted", ended.id);
                    Err(Error::new(ErrorKind::Aborted, message))
                }
                // After a failure, its error is in the place of the results.
                _ => Ok(ControlFlow::Break(ended.results())),
            },
        )
    }

    /// Aborts it.
    ///
    /// # Errors
    ///
    /// Those of [`Queries::abort`](super::Queries::abort).
    pub fn abort(&self) -> Operation<Vec<QueryStatus>> {
        abort_ids(self.client.clone(), [self.id.clone()])
    }
}

impl<R> Clone for DetachedQuery<R> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            id: self.id.clone(),
            response_limit: self.response_limit,
            results: PhantomData,
        }
    }
}

impl<R> fmt::Debug for DetachedQuery<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DetachedQuery")
            .field("client", &self.client)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Starts a query without waiting for its end.
pub(super) async fn start<R: TypedResults + 'static>(
    query: RunQuery<R>,
    deadline: Deadline,
) -> Result<DetachedQuery<R>> {
    let client = query.client();
    let mut request = api::detached(query.request()?);
    let label = request.label().clone();
    // Without a limit of its own, the start has that of the query.
    if let Some(left) = deadline.left() {
        request = request.timeout(Some(left));
    }
    let reply = client.send(request).await;
    let reply = reply.map_err(|error| explain(error, query.name(), client.graph()))?;
    let body: Value = reply.json().map_err(|error| error.during(|| label.to_string()))?;
    // Servers spell it differently; some send two spellings at once.
    let id = ["request_id", "requestid", "requestId"].iter().find_map(|key| body.get(key));
    let id = id.and_then(Value::as_str).ok_or_else(|| {
        let message = "the answer to a detached query has no `request_id`";
        Error::new(ErrorKind::Protocol, message).during(|| label.to_string())
    })?;
    Ok(DetachedQuery::new(client.clone(), id.to_owned()))
}
