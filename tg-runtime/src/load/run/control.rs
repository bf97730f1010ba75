//! A run that has begun: looked at, waited for, stopped.

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
/// [`LoadingJobs::run`](crate::load::LoadingJobs::run) from an [id](Self::id) that was kept.
#[derive(Debug, Clone)]
pub struct LoadingRun {
    client: Client,
    id: String,
}

impl LoadingRun {
    pub(crate) fn new(client: Client, id: String) -> Self {
        Self { client, id }
    }

    /// Its id, by which another program finds it again.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How far it has come. `GET /gsql/v1/loading-jobs/status/{id}`, on 3.x
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
    /// With [`ErrorKind::TimedOut`] when it is not over in time: it goes on, and
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
                        return Ok(ControlFlow::Continue(format!("{id} is {state} and goes on")));
                    }
                };
                let message = format!("{id} {}; {}", status.message(), status.report());
                Err(Error::new(kind, message))
            },
        )
    }

    /// Stops it. What was loaded stays. `GET /gsql/v1/loading-jobs/abort`, on 3.x `ABORT LOADING JOB`.
    ///
    /// # Errors
    ///
    /// When the server has no such run, or it is over.
    pub fn abort(&self) -> Operation<()> {
        self.stop(false)
    }

    /// Stops it for a while. 3.x makes no difference between this and [`abort`](Self::abort): there,
    /// what was aborted can be resumed.
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

    /// Goes on where it was paused. `GET /gsql/v1/loading-jobs/resume/{id}`, on 3.x
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

/// An id of one run, which may stand in GSQL as it is: commas would make it several.
fn checked(id: &str) -> Result<&str> {
    if !id.is_empty() && id.chars().all(is_of_id) && !means_all(id) {
        return Ok(id);
    }
    let message =
        format!("{id:?} is not the id of a run: ids have letters, digits, `.`, `_` and `-`");
    Err(Error::new(ErrorKind::Encode, message))
}

async fn status(client: &Client, id: &str, deadline: Deadline) -> Result<LoadingStatus> {
    let scope = Scope::of_graph(client, "ask for the status of a loading job of");
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
            let message = format!("the server knows no run of a loading job with the id {id:?}");
            Err(scope.error(ErrorKind::UnknownName, message))
        }
    }
}
