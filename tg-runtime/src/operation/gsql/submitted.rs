//! Scripts that the server runs in the background.

use std::ops::ControlFlow;
use std::time::Duration;

use serde::Deserialize;

use super::evidence::{Confirm, Expected};
use super::judge::GsqlOutput;
use super::{Gsql, Scope};
use crate::client::Client;
use crate::client::api::gsql as api;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Deadline, Operation, Pauses, WaitFor, WorkState};

#[derive(Deserialize)]
struct Submitted {
    #[serde(rename = "requestId", alias = "request_id", alias = "requestid", default)]
    id: String,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    results: Option<String>,
}

/// A script that the server runs in the background: [`Gsql::submit`], or
/// [`GraphAdmin::gsql_request`](crate::graph::GraphAdmin::gsql_request) with its
/// [id](Self::id).
#[derive(Debug, Clone)]
pub struct GsqlRequest {
    client: Client,
    id: String,
    expected: Expected,
}

/// The status of a script: [`GsqlRequest::status`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GsqlRequestStatus {
    /// The state. The output of a finished script reports which statements failed.
    pub state: WorkState,
    /// The server's message.
    pub message: String,
    /// The printed text, once the script has ended.
    pub output: Option<GsqlOutput>,
}

pub(super) async fn submit(gsql: Gsql, deadline: Deadline) -> Result<GsqlRequest> {
    let scope = Scope::of_graph(&gsql.client, "submit GSQL to");
    scope.check(api::submit(""), deadline).await?;
    let client = gsql.client.clone();
    let script = deadline.bound(gsql.script()).await.map_err(|error| scope.named(error))?;
    let expected = Expected::of(&script);
    let Submitted { id } = scope.reply(api::submit(&script), deadline).await?.json()?;
    if id.is_empty() {
        let message = "the answer does not contain the id of the script";
        return Err(scope.error(ErrorKind::Protocol, message));
    }
    Ok(GsqlRequest { client, id, expected })
}

impl GsqlRequest {
    /// The script is not known, so its output is read as if it contained texts of the user.
    pub(crate) fn new(client: Client, id: String) -> Self {
        Self { client, id, expected: Expected::of_unknown() }
    }

    /// Returns the id, by which another program finds it again.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Reads the status. `GET /gsql/v1/statements/{id}`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`] when the server has no such script; with
    /// [`ErrorKind::Unsupported`] on 3.x.
    pub fn status(&self) -> Operation<GsqlRequestStatus> {
        let request = self.clone();
        Operation::new(move |deadline| async move {
            let scope = Scope::of_graph(&request.client, "read the status of GSQL on");
            let reply = scope.reply(api::status(&request.id), deadline).await?;
            let message = reply.message().to_owned();
            let state = WorkState::of_message(&message);
            let body: Body = reply.json()?;
            let output = body.results.filter(|_| state.is_over());
            let output = output
                .map(|text| GsqlOutput::read(&text, &request.expected, Confirm::Installations));
            Ok(GsqlRequestStatus { state, message, output })
        })
    }

    /// Cancels it. The effects of statements that were executed remain.
    /// `PUT /gsql/v1/statements/{id}/cancel`.
    ///
    /// # Errors
    ///
    /// When there is no such script, or it has ended; with [`ErrorKind::Unsupported`] on 3.x.
    pub fn cancel(&self) -> Operation<()> {
        let scope = Scope::of_graph(&self.client, "cancel GSQL on");
        let id = self.id.clone();
        Operation::new(move |deadline| async move {
            scope.reply(api::cancel(&id), deadline).await.map(drop)
        })
    }

    /// Waits until it has ended. Awaited, it returns the printed text, which reports the statements
    /// that failed. The status is read once per second unless [`every`](WaitFor::every) sets
    /// another pause.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::TimedOut`] when it does not end in time: it goes on, and
    /// [`cancel`](Self::cancel) stops it. With [`ErrorKind::Aborted`] when it was cancelled, with
    /// [`ErrorKind::Gsql`] when it failed and its output does not report how.
    pub fn wait(&self) -> WaitFor<'static, GsqlRequestStatus, GsqlOutput> {
        let (request, id) = (self.clone(), self.id.clone());
        let pauses = Pauses::of(Duration::from_secs(1));
        WaitFor::new(
            "GSQL".to_owned(),
            pauses,
            move || request.status(),
            move |status| {
                let GsqlRequestStatus { state, message, output } = status;
                let output = output.unwrap_or_default();
                match state {
                    WorkState::Finished => {}
                    WorkState::Failed if !output.is_success() => {}
                    WorkState::Failed => return Err(Error::new(ErrorKind::Gsql, message)),
                    WorkState::Aborted => return Err(Error::new(ErrorKind::Aborted, message)),
                    _ => return Ok(ControlFlow::Continue(format!("the script {id} goes on"))),
                }
                Ok(ControlFlow::Break(Operation::ready(output)))
            },
        )
    }
}
