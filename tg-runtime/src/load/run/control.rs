//! A run that has begun: looked at, waited for, stopped.

use std::fmt;
use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep_until};

use super::is_of_id;
use super::status::{LoadingState, LoadingStatus};
use crate::client::Client;
use crate::client::api::loading as api;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::{Scope, means_all};
use crate::operation::{Deadline, Operation, operation};

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

    /// Waits until it is over, or paused. Awaited, it gives the last status.
    pub fn wait(&self) -> WaitForLoading<'static> {
        WaitForLoading {
            client: self.client.clone(),
            id: self.id.clone(),
            every: Duration::from_secs(1),
            on_progress: None,
            timeout: None,
        }
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

/// What is called with each status.
type OnProgress<'a> = Box<dyn FnMut(&LoadingStatus) + Send + 'a>;

/// Waits until a run is over: [`LoadingRun::wait`]. Awaited, it gives the last
/// [status](LoadingStatus), which is [finished](LoadingState::Finished) or
/// [paused](LoadingState::Paused).
///
/// # Errors
///
/// With [`ErrorKind::TimedOut`] when it is not over in time: it goes on, and
/// [`abort`](LoadingRun::abort) stops it. With [`ErrorKind::Aborted`] when it was aborted, with
/// [`ErrorKind::PartiallyAccepted`] when it failed. That lines are invalid is no error: ask the report.
#[must_use = "operations do nothing until they are awaited"]
pub struct WaitForLoading<'a> {
    client: Client,
    id: String,
    every: Duration,
    on_progress: Option<OnProgress<'a>>,
    timeout: Option<Duration>,
}

impl<'a> WaitForLoading<'a> {
    /// How long to wait before the status is asked for again. Default: a second.
    pub fn every(mut self, pause: Duration) -> Self {
        self.every = pause;
        self
    }

    /// Calls this with each status.
    pub fn on_progress<'b>(self, call: impl FnMut(&LoadingStatus) + Send + 'b) -> WaitForLoading<'b>
    where
        'a: 'b,
    {
        WaitForLoading {
            client: self.client,
            id: self.id,
            every: self.every,
            on_progress: Some(Box::new(call)),
            timeout: self.timeout,
        }
    }

    async fn run(mut self) -> Result<LoadingStatus> {
        let deadline = Deadline::after(self.timeout);
        let failed = |kind, status: &LoadingStatus| {
            let message = format!("{} {}; {}", self.id, status.message(), status.report());
            Err(Error::new(kind, message).during(|| "wait for a loading job".to_owned()))
        };
        loop {
            let status = status(&self.client, &self.id, deadline).await?;
            if let Some(call) = &mut self.on_progress {
                call(&status);
            }
            match status.state() {
                LoadingState::Finished | LoadingState::Paused => return Ok(status),
                LoadingState::Aborted => return failed(ErrorKind::Aborted, &status),
                LoadingState::Failed => return failed(ErrorKind::PartiallyAccepted, &status),
                LoadingState::Waiting | LoadingState::Running => {}
            }
            let next = Instant::now() + self.every;
            if deadline.instant().is_some_and(|end| end <= next) {
                let message = format!("{} is {} and goes on", self.id, status.state());
                return Err(Error::new(ErrorKind::TimedOut, message));
            }
            sleep_until(next).await;
        }
    }
}

operation!(impl ['a; 'a] WaitForLoading<'a> => LoadingStatus);

impl fmt::Debug for WaitForLoading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitForLoading").field("id", &self.id).finish_non_exhaustive()
    }
}
