//! What runs on the server, and how it is stopped.

use std::time::Duration;

use http::Method;
use serde::Deserialize;

use crate::client::Client;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::means_all;
use crate::operation::operation;
use crate::value::DateTime;

/// A query, or another request, that the server works on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunningQuery {
    /// Its id, by which it can be aborted. One that is delayed has only a part of an id.
    pub request_id: String,
    /// What was asked, with the parameters of a GET: `/query/Goods/heavy?least=20`.
    pub url: String,
    /// When it began.
    pub started: Option<DateTime>,
    /// When the server gives it up.
    pub expires: Option<DateTime>,
    /// How long it has run, or waited, as far as the server tells.
    pub elapsed: Option<Duration>,
}

/// A query that was aborted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct AbortedQuery {
    /// The id that it had.
    #[serde(rename = "requestid", alias = "request_id")]
    pub request_id: String,
    /// What had been asked.
    #[serde(default)]
    pub url: String,
}

/// A process as the server tells it; of a detached query with its state.
#[derive(Debug, Deserialize)]
pub(super) struct RawProcess {
    #[serde(default)]
    requestid: Option<String>,
    #[serde(default)]
    request_id: Option<String>,
    #[serde(default, rename = "requestidPartial")]
    partial: Option<String>,
    #[serde(default)]
    pub(super) url: String,
    #[serde(default)]
    status: String,
    #[serde(default, rename = "startTime")]
    start: String,
    #[serde(default, rename = "expirationTime")]
    expiration: String,
    #[serde(default, rename = "elapsedTime")]
    elapsed: Option<f64>,
}

impl RawProcess {
    pub(super) fn id(&self) -> &str {
        let id = self.requestid.as_deref().or(self.request_id.as_deref());
        id.or(self.partial.as_deref()).unwrap_or_default()
    }

    pub(super) fn status(&self) -> &str {
        &self.status
    }

    pub(super) fn started(&self) -> Option<DateTime> {
        self.start.parse().ok()
    }

    pub(super) fn expires(&self) -> Option<DateTime> {
        self.expiration.parse().ok()
    }

    /// The server counts milliseconds.
    pub(super) fn elapsed(&self) -> Option<Duration> {
        self.elapsed.and_then(|number| Duration::try_from_secs_f64(number / 1000.0).ok())
    }
}

/// Lists what runs: [`Queries::running`](super::Queries::running),
/// [`running_everywhere`](super::Queries::running_everywhere) and
/// [`delayed`](super::Queries::delayed).
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::Forbidden`] when the credentials do not allow it.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug, Clone)]
pub struct Running {
    client: Client,
    path: Path,
    label: Label,
    timeout: Option<Duration>,
}

impl Running {
    pub(super) fn in_graph(client: Client) -> Self {
        let path = Path::fixed("/showprocesslist").name(client.graph());
        let label = Label::of_graph("list the queries that run on", &client);
        Self { client, path, label, timeout: None }
    }

    pub(super) fn everywhere(client: Client) -> Self {
        let label = Label::new("list the queries that run on", "all graphs");
        Self { client, path: Path::fixed("/showprocesslistall"), label, timeout: None }
    }

    pub(super) fn delayed(client: Client) -> Self {
        let label = Label::new("list the queries that wait on", "all graphs");
        Self { client, path: Path::fixed("/showdelayedlistall"), label, timeout: None }
    }

    async fn run(self) -> Result<Vec<RunningQuery>> {
        let request = Request::restpp(self.label, Method::GET, self.path).timeout(self.timeout);
        let reply = self.client.send(request).await?;
        let found: Vec<RawProcess> =
            if reply.has_results() { reply.results()? } else { Vec::new() };
        let query = |process: RawProcess| RunningQuery {
            request_id: process.id().to_owned(),
            started: process.started(),
            expires: process.expires(),
            elapsed: process.elapsed(),
            url: process.url,
        };
        Ok(found.into_iter().map(query).collect())
    }
}

operation!(impl [] Running => Vec<RunningQuery>);

/// Aborts queries: [`Queries::abort`](super::Queries::abort), [`abort_all`](super::Queries::abort_all),
/// [`abort_matching`](super::Queries::abort_matching) and
/// [`DetachedQuery::abort`](super::DetachedQuery::abort). Awaited, it gives those that were aborted; one
/// that had ended before is not among them.
///
/// # Errors
///
/// When the request fails; with [`ErrorKind::Forbidden`] when the credentials do not allow it; with
/// [`ErrorKind::Encode`] when no query is named, or one by what is no id.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug, Clone)]
pub struct Abort {
    client: Client,
    query: Query,
    /// What is no id: to the server, one of them means all.
    problem: Option<String>,
    timeout: Option<Duration>,
}

impl Abort {
    pub(super) fn ids(client: Client, ids: impl IntoIterator<Item = String>) -> Self {
        let mut query = Query::default();
        let mut problem = None;
        for id in ids {
            if id.is_empty() || means_all(&id) {
                problem = Some(id);
            } else {
                query.push("requestid", id);
            }
        }
        Self { client, query, problem, timeout: None }
    }

    pub(super) fn all(client: Client) -> Self {
        let query = Query::default().with("requestid", "all");
        Self { client, query, problem: None, timeout: None }
    }

    pub(super) fn matching(client: Client, url: &str) -> Self {
        let mut query = Query::default();
        if !url.is_empty() {
            query.push("url", url);
        }
        Self { client, query, problem: None, timeout: None }
    }

    async fn run(self) -> Result<Vec<AbortedQuery>> {
        #[derive(Deserialize)]
        struct Aborted {
            #[serde(default)]
            aborted_queries: Vec<AbortedQuery>,
        }

        let label = Label::of_graph("abort queries on", &self.client);
        if let Some(id) = self.problem {
            let message =
                format!("{id:?} is not the id of a query; all are aborted by `abort_all`");
            let error = Error::new(ErrorKind::Encode, message);
            return Err(error.during(|| label.to_string()));
        }
        if self.query.as_str().is_none() {
            let message = "no query is named that could be aborted; all are aborted by `abort_all`";
            let error = Error::new(ErrorKind::Encode, message);
            return Err(error.during(|| label.to_string()));
        }
        let path = Path::fixed("/abortquery").name(self.client.graph());
        let request = Request::restpp(label, Method::GET, path).query(self.query);
        let reply = self.client.send(request.timeout(self.timeout)).await?;
        let aborted: Vec<Aborted> = if reply.has_results() { reply.results()? } else { Vec::new() };
        Ok(aborted.into_iter().flat_map(|aborted| aborted.aborted_queries).collect())
    }
}

operation!(impl [] Abort => Vec<AbortedQuery>);
