//! What runs on the server, and how it is stopped.

use std::time::Duration;

use serde::Deserialize;

use crate::client::Client;
use crate::client::api::queries as api;
use crate::client::path::Query;
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::operation::gsql::means_all;
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

/// Lists the processes that a request returns.
pub(super) fn list(client: Client, request: Request) -> Operation<Vec<RunningQuery>> {
    Operation::new(async move |deadline| {
        let reply = client.send(request.timeout(deadline.left())).await?;
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
    })
}

/// Aborts queries by their ids. An id that means all queries to the server is an error.
pub(super) fn abort_ids(
    client: Client,
    ids: impl IntoIterator<Item = String>,
) -> Operation<Vec<AbortedQuery>> {
    let mut query = Query::default();
    let mut problem = None;
    for id in ids {
        if id.is_empty() || means_all(&id) {
            let message =
                format!("{id:?} is not the id of a query; all are aborted by `abort_all`");
            problem = Some(Error::new(ErrorKind::Encode, message));
        } else {
            query.push("requestid", id);
        }
    }
    match problem {
        Some(problem) => {
            let label = label(&client);
            Operation::new(async move |_| Err(problem.during(|| label.to_string())))
        }
        None => abort(client, query),
    }
}

/// Aborts the queries that the parameters name.
pub(super) fn abort(client: Client, query: Query) -> Operation<Vec<AbortedQuery>> {
    #[derive(Deserialize)]
    struct Aborted {
        #[serde(default)]
        aborted_queries: Vec<AbortedQuery>,
    }

    Operation::new(async move |deadline| {
        let label = label(&client);
        if query.as_str().is_none() {
            let message = "no query is named that could be aborted; all are aborted by `abort_all`";
            let error = Error::new(ErrorKind::Encode, message);
            return Err(error.during(|| label.to_string()));
        }
        let request = api::abort(client.graph(), query).labelled(label);
        let reply = client.send(request.timeout(deadline.left())).await?;
        let aborted: Vec<Aborted> = if reply.has_results() { reply.results()? } else { Vec::new() };
        Ok(aborted.into_iter().flat_map(|aborted| aborted.aborted_queries).collect())
    })
}

fn label(client: &Client) -> Label {
    Label::of_graph("abort queries on", client)
}
