//! A run that has started: its status, waiting for it, stopping it.

use std::ops::ControlFlow;
use std::time::Duration;

use serde_json::Value;

use super::is_of_id;
use super::status::LoadingStatus;
use crate::client::Client;
use crate::client::api::loading as api;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::{Scope, means_all};
use crate::operation::{Deadline, Operation, Pauses, WaitFor, WorkState};

/// A run of a loading job on the server: [`RunLoading`](super::RunLoading), or
/// [`LoadingJobs::run`](crate::load::LoadingJobs::run) with the [id](Self::id) of an earlier one.
#[derive(Debug, Clone)]
pub struct LoadingRun {
    client: Client,
    id: String,
}

impl LoadingRun {
    pub(crate) fn new(client: Client, id: String) -> Self {
        Self { client, id }
    }

    /// Returns its id, by which another program can refer to it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Reads its progress. `GET /gsql/v1/loading-jobs/status/{id}`, on 3.x
    /// `GET /gsqlserver/gsql/loading-jobs?action=getprogress`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when the server has no such run.
    pub fn status(&self) -> Operation<LoadingStatus> {
        let (client, id) = (self.client.clone(), self.id.clone());
        Operation::new(move |deadline| async move { status(&client, &id, deadline).await })
    }

    /// Waits until it is over or paused. Awaited, it returns the last status, which is
    /// [finished](WorkState::Finished) or [paused](WorkState::Paused). The status is read once per
    /// second unless [`every`](WaitFor::every) sets another pause.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::TimedOut`] when it is not over in time: it continues, and
    /// [`abort`](Self::abort) stops it. With [`ErrorKind::Aborted`] when it was aborted, with
    /// [`ErrorKind::PartiallyAccepted`] when it failed. Invalid lines are not an error: they are in
    /// the [report](LoadingStatus::report).
    pub fn wait(&self) -> WaitFor<'static, LoadingStatus, LoadingStatus> {
        let (run, id) = (self.clone(), self.id.clone());
        let pauses = Pauses::of(Duration::from_secs(1));
        WaitFor::new(
            format!("loading job {id}"),
            pauses,
            move || run.status(),
            move |status| {
                let kind = match status.state() {
                    WorkState::Finished | WorkState::Paused => {
                        return Ok(ControlFlow::Break(Operation::ready(status)));
                    }
                    WorkState::Aborted => ErrorKind::Aborted,
                    WorkState::Failed => ErrorKind::PartiallyAccepted,
                    state => {
                        return Ok(ControlFlow::Continue(format!("{id} is {state} and continues")));
                    }
                };
                let message = format!("{id} {}; {}", status.message(), status.report());
                Err(Error::new(kind, message))
            },
        )
    }

    /// Aborts it. Data that was loaded remains. `GET /gsql/v1/loading-jobs/abort`, on 3.x
    /// `ABORT LOADING JOB`.
    ///
    /// # Errors
    ///
    /// When the server has no such run, or it is over.
    pub fn abort(&self) -> Operation<()> {
        self.stop(false)
    }

    /// Pauses it. On 3.x this is the same as [`abort`](Self::abort): there an aborted run can be
    /// resumed.
    ///
    /// # Errors
    ///
    /// When the server has no such run, or it is over.
    pub fn pause(&self) -> Operation<()> {
        self.stop(true)
    }

    fn stop(&self, pause: bool) -> Operation<()> {
        let scope = Scope::of_graph(&self.client, "stop a loading job of");
        let id = self.id.clone();
        Operation::new(move |deadline| async move {
            let id = checked(&id)?;
            scope.run(api::abort(scope.graph(), id, pause), deadline).await.map(drop)
        })
    }

    /// Continues where it was paused. `GET /gsql/v1/loading-jobs/resume/{id}`, on 3.x
    /// `RESUME LOADING JOB`.
    ///
    /// # Errors
    ///
    /// When the server has no such run, or it cannot be resumed.
    pub fn resume(&self) -> Operation<()> {
        let scope = Scope::of_graph(&self.client, "resume a loading job of");
        let id = self.id.clone();
        Operation::new(move |deadline| async move {
            let id = checked(&id)?;
            scope.run(api::resume(scope.graph(), id), deadline).await.map(drop)
        })
    }
}

/// Checks that this is the id of one run, which GSQL can contain as it is: with commas it would be
/// several.
fn checked(id: &str) -> Result<&str> {
    if !id.is_empty() && id.chars().all(is_of_id) && !means_all(id) {
        return Ok(id);
    }
    let message =
        format!("{id:?} is not the id of a run: ids have letters, digits, `.`, `_` and `-` only");
    Err(Error::new(ErrorKind::Encode, message))
}

async fn status(client: &Client, id: &str, deadline: Deadline) -> Result<LoadingStatus> {
    let scope = Scope::of_graph(client, "read the status of a loading job of");
    let id = checked(id)?;
    let reply = scope.reply(api::status(scope.graph(), id), deadline).await?;
    let results: Value = reply.results()?;
    let result = match &results {
        Value::Array(results) => results.first(),
        Value::Object(_) => Some(&results),
        _ => None,
    };
    match result {
        Some(result) => Ok(LoadingStatus::read(id, result)),
        None => {
            let message = format!("the server has no run of a loading job with the id {id:?}");
            Err(scope.error(ErrorKind::UnknownName, message))
        }
    }
}
