//! A script that the server runs by itself.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use tokio::time::{Instant, sleep_until};

use super::Gsql;
use super::judge::{GsqlOutput, shows};
use crate::client::Client;
use crate::client::api::gsql as api;
use crate::error::prose::Outcome;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, operation};

#[derive(Deserialize)]
struct Submitted {
    #[serde(rename = "requestId", alias = "request_id", alias = "requestid", default)]
    id: String,
}

#[derive(Deserialize)]
struct Told {
    #[serde(default)]
    results: Option<String>,
}

/// A script that was handed over: [`Gsql::submit`], or
/// [`GraphAdmin::gsql_request`](crate::graph::GraphAdmin::gsql_request) from an [id](Self::id) that was kept.
#[derive(Debug, Clone)]
pub struct GsqlRequest {
    client: Client,
    id: String,
    shows: bool,
}

/// How far a script has come: [`GsqlRequest::status`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GsqlRequestStatus {
    /// The state.
    pub state: GsqlRequestState,
    /// What the server says of it.
    pub message: String,
    /// What was printed, once it is over.
    pub output: Option<GsqlOutput>,
}

/// The state of a script that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GsqlRequestState {
    /// It waits, or goes on.
    Running,
    /// It is over; the output says how each statement ended.
    Finished,
    /// It ended with an error.
    Failed,
    /// It was cancelled.
    Cancelled,
}

pub(super) async fn submit(gsql: Gsql, deadline: Deadline) -> Result<GsqlRequest> {
    let scope = Scope::of_graph(&gsql.client, "submit GSQL to");
    scope.check(api::submit("")).await?;
    let client = gsql.client.clone();
    let script = gsql.script().await?;
    let shows = shows(&script);
    let Submitted { id } = scope.reply(api::submit(&script), deadline).await?.json()?;
    if id.is_empty() {
        let message = "the server does not say which id the script has";
        return Err(scope.error(ErrorKind::Protocol, message));
    }
    Ok(GsqlRequest { client, id, shows })
}

impl GsqlRequest {
    /// Nothing is known of its script, so its output is read as if it showed texts of the user's.
    pub(crate) fn new(client: Client, id: String) -> Self {
        Self { client, id, shows: true }
    }

    /// Its id, by which another program finds it again.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How far it has come. `GET /gsql/v1/statements/{id}`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when the server has no such script; with
    /// [`ErrorKind::Unsupported`] on 3.x.
    pub fn status(&self) -> Operation<GsqlRequestStatus> {
        let request = self.clone();
        Operation::new(move |deadline| async move { request.ask(deadline).await })
    }

    async fn ask(&self, deadline: Deadline) -> Result<GsqlRequestStatus> {
        let scope = Scope::of_graph(&self.client, "ask for the status of GSQL on");
        let reply = scope.reply(api::status(&self.id), deadline).await?;
        let message = reply.message().to_owned();
        let state = state(&message);
        let told: Told = reply.json()?;
        let output = told.results.filter(|_| state != GsqlRequestState::Running);
        let output = output.map(|text| GsqlOutput::read(&text, self.shows));
        Ok(GsqlRequestStatus { state, message, output })
    }

    /// Stops it. Statements that were executed stay so. `PUT /gsql/v1/statements/{id}/cancel`.
    ///
    /// # Errors
    ///
    /// When there is no such script, or it is over; with [`ErrorKind::Unsupported`] on 3.x.
    pub fn cancel(&self) -> Operation<()> {
        let scope = Scope::of_graph(&self.client, "cancel GSQL on");
        let id = self.id.clone();
        Operation::new(move |deadline| async move {
            scope.reply(api::cancel(&id), deadline).await.map(drop)
        })
    }

    /// Waits until it is over. Awaited, it gives what was printed.
    pub fn wait(&self) -> WaitForGsql {
        WaitForGsql { request: self.clone(), every: Duration::from_secs(1), timeout: None }
    }
}

fn state(message: &str) -> GsqlRequestState {
    match Outcome::of(message) {
        Outcome::Running => GsqlRequestState::Running,
        Outcome::Finished => GsqlRequestState::Finished,
        Outcome::Failed => GsqlRequestState::Failed,
        Outcome::Cancelled => GsqlRequestState::Cancelled,
    }
}

/// Waits for a script that was handed over: [`GsqlRequest::wait`]. Awaited, it gives what was printed;
/// whether statements failed is in that.
///
/// # Errors
///
/// With [`ErrorKind::TimedOut`] when it is not over in time: it goes on, and
/// [`cancel`](GsqlRequest::cancel) stops it. With [`ErrorKind::Aborted`] when it was cancelled, with
/// [`ErrorKind::Gsql`] when it failed and nothing says how.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct WaitForGsql {
    request: GsqlRequest,
    every: Duration,
    timeout: Option<Duration>,
}

impl WaitForGsql {
    /// How long to wait before the status is asked for again. Default: a second.
    pub fn every(mut self, pause: Duration) -> Self {
        self.every = pause;
        self
    }

    async fn run(self) -> Result<GsqlOutput> {
        let deadline = Deadline::after(self.timeout);
        let error = |kind, message: String| {
            let about = || "wait for GSQL".to_owned();
            Err(Error::new(kind, message).during(about))
        };
        loop {
            let status = self.request.ask(deadline).await?;
            match (status.state, status.output) {
                (GsqlRequestState::Running, _) => {}
                (GsqlRequestState::Cancelled, _) => {
                    return error(ErrorKind::Aborted, status.message);
                }
                (GsqlRequestState::Finished, output) => return Ok(output.unwrap_or_default()),
                (GsqlRequestState::Failed, Some(output)) if !output.is_success() => {
                    return Ok(output);
                }
                (GsqlRequestState::Failed, _) => return error(ErrorKind::Gsql, status.message),
            }
            let next = Instant::now() + self.every;
            if deadline.instant().is_some_and(|end| end <= next) {
                let message = format!("the script {} goes on", self.request.id);
                return error(ErrorKind::TimedOut, message);
            }
            sleep_until(next).await;
        }
    }
}

operation!(impl [] WaitForGsql => GsqlOutput);

impl fmt::Display for GsqlRequestState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_is_in_the_servers_words() {
        let told = [
            ("Request 1 is finished with status SUCCESS", GsqlRequestState::Finished),
            ("Request 1 is finished with status FAILED", GsqlRequestState::Failed),
            ("Request 1 is running", GsqlRequestState::Running),
            ("Successfully aborted request 1", GsqlRequestState::Cancelled),
        ];
        for (message, expected) in told {
            assert_eq!(state(message), expected, "{message}");
        }
    }
}
