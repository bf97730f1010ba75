//! Queries that the server works on without a connection.

use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use super::explain::explain;
use super::running::{AbortedQuery, RawProcess, abort_ids};
use super::{QueryResults, RunQuery};
use crate::client::api::queries as api;
use crate::client::request::Label;
use crate::client::{Client, Limits};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, Operation, operation};
use crate::value::DateTime;

/// The first and the longest wait between two looks at a query.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Starts a query without waiting for it: [`RunQuery::detached`].
///
/// # Errors
///
/// Those of [`RunQuery`] that show before a query runs.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug, Clone)]
pub struct StartDetached {
    query: RunQuery,
    timeout: Option<Duration>,
}

impl StartDetached {
    pub(super) fn new(query: RunQuery) -> Self {
        Self { query, timeout: None }
    }

    async fn run(self) -> Result<DetachedQuery> {
        let client = self.query.client().clone();
        let request = self.query.request()?;
        let label = request.label().clone();
        let request = api::detached(request);
        let request = match self.timeout {
            Some(limit) => request.timeout(Some(limit)),
            None => request,
        };
        let reply = client.send(request).await;
        let reply = reply.map_err(|error| explain(error, self.query.name(), client.graph()))?;
        let body: Value = reply.json().map_err(|error| error.during(|| label.to_string()))?;
        // Servers spell it differently; some send two spellings at once.
        let id = ["request_id", "requestid", "requestId"].iter().find_map(|key| body.get(key));
        let id = id.and_then(Value::as_str).map(str::to_owned);
        let missing = || {
            let message = "the answer to a detached query has no `request_id`";
            Error::new(ErrorKind::Protocol, message).during(|| label.to_string())
        };
        Ok(DetachedQuery::new(client.clone(), id.ok_or_else(missing)?))
    }
}

operation!(impl [] StartDetached => DetachedQuery);

/// A query that the server works on without a connection.
///
/// It is only its id, and can be made again from it by
/// [`Queries::detached`](super::Queries::detached), in another process for instance. In a cluster the
/// server's parts know the queries that they started: behind a gateway that spreads requests an id
/// may be unknown to the part that is asked.
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
#[derive(Debug, Clone)]
pub struct DetachedQuery {
    client: Client,
    id: String,
}

impl DetachedQuery {
    pub(super) fn new(client: Client, id: String) -> Self {
        Self { client, id }
    }

    /// The id under which the server knows it, such as `4.RESTPP_1_1.1599672031541.N`.
    pub fn request_id(&self) -> &str {
        &self.id
    }

    /// Reads its state: `GET /query_status`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::NotFound`] when the server does not know the query, or not any more.
    pub fn status(&self) -> Operation<QueryStatus> {
        let query = self.clone();
        Operation::new(async move |deadline| query.state(deadline).await)
    }

    async fn state(&self, deadline: Deadline) -> Result<QueryStatus> {
        let label = Label::new("ask for the state of query", self.id.clone());
        let request = api::detached_state(self.client.graph(), &self.id).labelled(label.clone());
        let reply = self.client.send(request.timeout(deadline.left())).await?;
        let found: Vec<RawProcess> = if reply.has_results() {
            reply.results().map_err(|error| error.during(|| label.to_string()))?
        } else {
            Vec::new()
        };
        let found = found.into_iter().find(|process| process.id() == self.id);
        let process = found.ok_or_else(|| {
            let message = format!(
                "the server knows no detached query `{}`: the id is of another server, another node of the \
                 cluster, or its results are not kept any more",
                self.id
            );
            Error::new(ErrorKind::NotFound, message).during(|| label.to_string())
        })?;
        Ok(QueryStatus {
            state: QueryState::of(process.status()),
            started: process.started(),
            expires: process.expires(),
            elapsed: process.elapsed(),
            url: process.url,
            request_id: self.id.clone(),
        })
    }

    /// Fetches what it printed: `GET /query_result`. The server keeps results for a time that it is
    /// configured to, so fetch them once.
    pub fn results(&self) -> DetachedResults {
        DetachedResults {
            client: self.client.clone(),
            id: self.id.clone(),
            limits: Limits::default(),
        }
    }

    /// Waits until it has ended, and fetches what it printed.
    pub fn wait(&self) -> WaitForQuery {
        WaitForQuery { client: self.client.clone(), id: self.id.clone(), limits: Limits::default() }
    }

    /// Aborts it.
    ///
    /// # Errors
    ///
    /// Those of [`Queries::abort`](super::Queries::abort).
    pub fn abort(&self) -> Operation<Vec<AbortedQuery>> {
        abort_ids(self.client.clone(), [self.id.clone()])
    }
}

/// How a detached query stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryStatus {
    /// The id of the query.
    pub request_id: String,
    /// Whether it runs, or how it ended.
    pub state: QueryState,
    /// What was asked, with the parameters of a GET: `/query/Goods/heavy?least=20`.
    pub url: String,
    /// When it began.
    pub started: Option<DateTime>,
    /// When the server gives it up.
    pub expires: Option<DateTime>,
    /// How long it has run.
    pub elapsed: Option<Duration>,
}

/// Whether a detached query runs, or how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryState {
    /// The server works on it.
    Running,
    /// It has ended, and its results can be fetched.
    Succeeded,
    /// The server gave it up at its time limit.
    TimedOut,
    /// It was aborted.
    Aborted,
    /// It is in another state, which the server calls so.
    Other(String),
}

impl QueryState {
    fn of(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "running" => Self::Running,
            "success" => Self::Succeeded,
            "timeout" => Self::TimedOut,
            "aborted" => Self::Aborted,
            _ => Self::Other(text.to_owned()),
        }
    }
}

/// Fetches the results of a detached query: [`DetachedQuery::results`].
///
/// # Errors
///
/// Those of the query itself; and when it has not ended yet, or the server keeps its results no more.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug, Clone)]
pub struct DetachedResults {
    client: Client,
    id: String,
    limits: Limits,
}

impl DetachedResults {
    async fn run(self) -> Result<QueryResults> {
        let label = Label::new("fetch the results of query", self.id.clone());
        let request = api::detached_results(self.client.graph(), &self.id).labelled(label.clone());
        let reply = self.client.send(request.limits(self.limits)).await?;
        QueryResults::read(&reply, label)
    }
}

operation!(impl [] DetachedResults => QueryResults, limits [response_limit]);

/// Waits for a detached query: [`DetachedQuery::wait`]. It asks how the query stands, at first often
/// and then every five seconds, and fetches the results at the end.
///
/// # Errors
///
/// * [`ErrorKind::TimedOut`] when it has not ended within [`timeout`](Self::timeout): it runs on, and can
///   be waited for again.
/// * [`ErrorKind::ServerTimedOut`] when the server gave it up, [`ErrorKind::Aborted`] when somebody aborted
///   it; and those of [`DetachedQuery::status`] and [`DetachedResults`].
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug, Clone)]
pub struct WaitForQuery {
    client: Client,
    id: String,
    limits: Limits,
}

impl WaitForQuery {
    async fn run(self) -> Result<QueryResults> {
        let deadline = Deadline::after(self.limits.timeout);
        let query = DetachedQuery::new(self.client, self.id);
        let failed = |error: Error| error.during(|| format!("wait for query {}", query.id));
        let mut wait = FIRST_WAIT;
        loop {
            match query.state(deadline).await?.state {
                QueryState::Running => {}
                QueryState::TimedOut => {
                    let message = format!(
                        "the server gave up query `{}` at its time limit: start it with a longer \
                         `timeout`",
                        query.id
                    );
                    return Err(failed(Error::new(ErrorKind::ServerTimedOut, message)));
                }
                QueryState::Aborted => {
                    let message = format!("query `{}` was aborted", query.id);
                    return Err(failed(Error::new(ErrorKind::Aborted, message)));
                }
                // What went wrong, if anything did, is where the results would be.
                QueryState::Succeeded | QueryState::Other(_) => {
                    let mut fetched = query.results();
                    fetched.limits = self.limits.within(deadline.left());
                    return fetched.await;
                }
            }
            let left = deadline.left().unwrap_or(Duration::MAX);
            if left < wait {
                let message = format!("query `{}` has not ended, and runs on", query.id);
                return Err(failed(Error::new(ErrorKind::TimedOut, message)));
            }
            sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }
}

operation!(impl [] WaitForQuery => QueryResults, limits [response_limit]);
