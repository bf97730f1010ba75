//! The queries that run on the server, and their abortion.

use std::time::Duration;

use serde::Deserialize;

use crate::client::api::queries as api;
use crate::client::path::Query;
use crate::client::request::{Label, Request};
use crate::client::{Client, Reply};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::means_all;
use crate::operation::{Operation, WorkState};
use crate::value::DateTime;

/// The status of a query, or of another request, that the server works on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryStatus {
    /// The id, by which it can be aborted. A delayed one has only a part of an id.
    pub request_id: String,
    /// The state.
    pub state: WorkState,
    /// The path, with the parameters of a GET: `/query/Goods/heavy?least=20`.
    pub url: String,
    /// The time at which it began.
    pub started: Option<DateTime>,
    /// The time at which the server ends it.
    pub expires: Option<DateTime>,
    /// The time that it has run or waited, if the server reports it.
    pub elapsed: Option<Duration>,
}

/// A process as the server reports it.
#[derive(Debug, Deserialize)]
pub(super) struct RawProcess {
    #[serde(default)]
    requestid: Option<String>,
    #[serde(default)]
    request_id: Option<String>,
    #[serde(default, rename = "requestidPartial")]
    partial: Option<String>,
    #[serde(default)]
    url: String,
    /// Only detached queries have one.
    #[serde(default)]
    status: Option<String>,
    #[serde(default, rename = "startTime")]
    start: String,
    #[serde(default, rename = "expirationTime")]
    expiration: String,
    /// In milliseconds.
    #[serde(default, rename = "elapsedTime")]
    elapsed: Option<f64>,
}

impl RawProcess {
    pub(super) fn list(reply: &Reply) -> Result<Vec<Self>> {
        if reply.has_results() { reply.results() } else { Ok(Vec::new()) }
    }

    pub(super) fn id(&self) -> &str {
        let id = self.requestid.as_deref().or(self.request_id.as_deref());
        id.or(self.partial.as_deref()).unwrap_or_default()
    }

    pub(super) fn into_status(self) -> QueryStatus {
        self.in_state(WorkState::Other(String::new()))
    }

    /// Converts it; `state` is that of a process without one.
    fn in_state(self, state: WorkState) -> QueryStatus {
        let elapsed = |number: f64| Duration::try_from_secs_f64(number / 1000.0).ok();
        QueryStatus {
            request_id: self.id().to_owned(),
            state: self.status.as_deref().map_or(state, WorkState::of_query),
            started: moment(&self.start),
            expires: moment(&self.expiration),
            elapsed: self.elapsed.and_then(elapsed),
            url: self.url,
        }
    }
}

/// Reads the time of a process, which has milliseconds, as whole seconds.
fn moment(text: &str) -> Option<DateTime> {
    text.split_once('.').map_or(text, |(seconds, _)| seconds).parse().ok()
}

/// Lists the processes that a request returns. `state` is the state of all of them.
pub(super) fn list(
    client: Client,
    request: Request,
    state: WorkState,
) -> Operation<Vec<QueryStatus>> {
    Operation::new(async move |deadline| {
        let reply = client.send(request.timeout(deadline.left())).await?;
        let found = RawProcess::list(&reply)?.into_iter();
        Ok(found.map(|process| process.in_state(state.clone())).collect())
    })
}

/// Aborts queries by their ids. An id that means all queries to the server is an error.
pub(super) fn abort_ids(
    client: Client,
    ids: impl IntoIterator<Item = String>,
) -> Operation<Vec<QueryStatus>> {
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
pub(super) fn abort(client: Client, query: Query) -> Operation<Vec<QueryStatus>> {
    #[derive(Deserialize)]
    struct Aborted {
        #[serde(default)]
        aborted_queries: Vec<RawProcess>,
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
        let aborted = aborted.into_iter().flat_map(|aborted| aborted.aborted_queries);
        Ok(aborted.map(|process| process.in_state(WorkState::Aborted)).collect())
    })
}

fn label(client: &Client) -> Label {
    Label::of_graph("abort queries on", client)
}
