//! Installing queries.

use std::fmt;
use std::ops::ControlFlow;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Queries;
use super::store::stored;
use super::stored::StoredState;
use crate::client::api::{Response, queries as api};
use crate::client::{Client, Reply};
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, OnProgress, Operation, Pauses, WaitFor, WorkState, operation};
use crate::query::run::check_name;

/// Limits the time of an installation where the caller sets no limit.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// The status of an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Installation {
    /// The id, for [`Queries::installation`]. Some servers answer only at the end, without an id.
    pub request_id: Option<String>,
    /// The state: running, finished or failed.
    pub state: WorkState,
    /// The server's message.
    pub message: String,
    /// The queries with their own states, if the server reports them.
    pub queries: Vec<InstalledQuery>,
}

/// The status of one query in an [`Installation`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstalledQuery {
    /// The name of the query.
    pub name: String,
    /// The state as the server spells it: `NEW`, `RUNNING`, `SUCCESS`, `FAILURE`, `FAILED`.
    pub state: String,
    /// The server's message about this query, if there is one.
    pub message: Option<String>,
}

impl InstalledQuery {
    /// Reads the members that releases have for it.
    fn read(members: &Map<String, Value>) -> Self {
        let text = |names: &[&str]| {
            let found = names.iter().find_map(|name| members.get(*name)?.as_str());
            found.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        Self {
            name: text(&["name", "queryName", "query"]).unwrap_or_default(),
            state: text(&["state", "status"]).unwrap_or_default(),
            message: text(&["message", "errorMessage", "error"]),
        }
    }

    fn has_failed(&self) -> bool {
        matches!(WorkState::of_message(&self.state), WorkState::Failed | WorkState::Aborted)
    }
}

/// Installs queries: [`Queries::install`] and [`Queries::install_all`].
///
/// The server compiles them, which takes 20 to 60 seconds a query. Awaited, it waits for that, for
/// half an hour at most unless a [`timeout`](Self::timeout) is set, and gives the last state.
///
/// It is started by `GET /gsql/v1/queries/install` on 4.x, with `async=true`, and by `POST
/// /gsqlserver/gsql/queries/install` on 3.x; where there is no such endpoint, and for flags on 3.x,
/// by `INSTALL QUERY`. Servers answer with an id, with a place, or when all is over; each is
/// understood.
///
/// # Errors
///
/// * [`ErrorKind::UnknownName`] when there is no such query; [`ErrorKind::Gsql`] when one cannot be
///   compiled.
/// * [`ErrorKind::Unavailable`] while another installation or change of the schema runs.
/// * [`ErrorKind::TimedOut`] when it is not over in time: it goes on, and
///   [`Queries::installation`] reads its state.
#[must_use = "operations do nothing until they are awaited"]
pub struct InstallQueries {
    client: Client,
    request: InstallRequest,
    progress: Option<OnProgress<'static, Installation>>,
    timeout: Option<Duration>,
}

/// The queries to install, and the flags of the installation.
#[derive(Debug)]
struct InstallRequest {
    /// `None` for all.
    names: Option<Vec<String>>,
    flags: Vec<&'static str>,
}

impl InstallQueries {
    fn new(client: Client, names: Option<Vec<String>>) -> Self {
        let request = InstallRequest { names, flags: Vec::new() };
        Self { client, request, progress: None, timeout: None }
    }

    /// Installs what is installed already again.
    pub fn force(self) -> Self {
        self.flag("-force")
    }

    /// Installs for a single machine (`-single`).
    pub fn single(self) -> Self {
        self.flag("-single")
    }

    /// Installs as user-defined functions of the engine's older kind (`-legacy`). It excludes
    /// [`single`](Self::single).
    pub fn legacy(self) -> Self {
        self.flag("-legacy")
    }

    /// Has the results contain what helps to find faults (`-debug`).
    pub fn debug(self) -> Self {
        self.flag("-debug")
    }

    /// Has the results contain what the query cost (`-cost`).
    pub fn cost(self) -> Self {
        self.flag("-cost")
    }

    fn flag(mut self, flag: &'static str) -> Self {
        self.request.flags.push(flag);
        self
    }

    /// Calls this with each state that the server reports, the last one included.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # use std::time::Duration;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// graph
    ///     .queries()
    ///     .install(["heavy", "best"])
    ///     .on_progress(|installation| println!("{}", installation.message))
    ///     .timeout(Duration::from_secs(300))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_progress(mut self, report: impl FnMut(&Installation) + Send + 'static) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    async fn run(self) -> Result<Installation> {
        let Self { client, request, progress, timeout } = self;
        let scope = Scope::of_graph(&client, "install queries of");
        for name in request.names.iter().flatten() {
            check_name(name)?;
        }
        if request.names.as_ref().is_some_and(Vec::is_empty) {
            let message = "no query is named that could be installed; all are by `install_all`";
            return Err(scope.error(ErrorKind::Encode, message));
        }
        let deadline = Deadline::after(timeout.or(Some(DEFAULT_TIMEOUT)));
        let started = request.start(&scope, deadline).await?;
        let (queries, id) = (Queries::new(client), started.request_id.clone().unwrap_or_default());
        let mut first = Some(started);
        let read = move || match first.take() {
            Some(started) => Operation::ready(started),
            None => queries.installation(id.clone()),
        };
        let pauses = Pauses::growing(Duration::from_millis(100));
        let work = "an installation of queries".to_owned();
        WaitFor::new(work, pauses, read, move |found| ended(&scope, found))
            .with(progress, deadline.left())
            .await
    }
}

/// Returns the installation once it has ended.
fn ended(
    scope: &Scope,
    found: Installation,
) -> Result<ControlFlow<Operation<Installation>, String>> {
    match (&found.state, &found.request_id) {
        (WorkState::Finished, _) => Ok(ControlFlow::Break(Operation::ready(found))),
        (WorkState::Failed, _) => Err(failed(scope, &found)),
        (_, Some(id)) => Ok(ControlFlow::Continue(format!(
            "installation `{id}` has not ended, and goes on; the last message of the server is: {}",
            found.message
        ))),
        (_, None) => {
            let message = format!("the server does not report how it ended: {}", found.message);
            Err(scope.error(ErrorKind::Protocol, message))
        }
    }
}

impl InstallRequest {
    async fn start(&self, scope: &Scope, deadline: Deadline) -> Result<Installation> {
        let (names, time) = (self.names.as_deref(), deadline.left().unwrap_or(DEFAULT_TIMEOUT));
        let call = api::install(scope.graph(), names, &self.flags, time);
        let message = match scope.run(call, deadline).await.map_err(unknown) {
            Ok(Response::Reply(reply)) => return started(&reply),
            Ok(response) => response.output()?,
            // Not every server of 3.x has the endpoint.
            Err(error) if error.kind() == ErrorKind::NoEndpoint => {
                let call = api::install_by_statement(names, &self.flags);
                scope.run(call, deadline).await?.output()?
            }
            Err(error) => return Err(error),
        };
        if !Prose::Installed.is_in(&message) {
            self.check_states(scope, &message, deadline).await?;
        }
        let state = WorkState::Finished;
        Ok(Installation { request_id: None, state, message, queries: Vec::new() })
    }

    /// Reads the states of the queries, where the output of the statement does not report them.
    async fn check_states(&self, scope: &Scope, output: &str, deadline: Deadline) -> Result<()> {
        let found = stored(scope, None, deadline).await.map_err(|error| {
            error.because(format_args!(
                "`INSTALL QUERY` does not report a success, and the states of the queries cannot \
                 be read; it printed: {output}"
            ))
        })?;
        let is_pending = |name: &&String| {
            !found.iter().any(|it| it.name == **name && it.state == StoredState::Installed)
        };
        let pending: Vec<_> = match &self.names {
            Some(names) => names.iter().filter(is_pending).collect(),
            None => found.iter().map(|it| &it.name).filter(is_pending).collect(),
        };
        if pending.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = pending.into_iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "`INSTALL QUERY` left {} without an installation; the server printed: {output}",
            names.join(", ")
        );
        Err(scope.error(ErrorKind::Gsql, message))
    }
}

operation!(impl [] InstallQueries => Installation);

impl fmt::Debug for InstallQueries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InstallQueries").field("request", &self.request).finish_non_exhaustive()
    }
}

impl Queries {
    /// Installs queries, so that they can be run.
    pub fn install<S: Into<String>>(&self, names: impl IntoIterator<Item = S>) -> InstallQueries {
        let names = names.into_iter().map(Into::into).collect();
        InstallQueries::new(self.client.clone(), Some(names))
    }

    /// Installs all queries of the graph that are not installed.
    pub fn install_all(&self) -> InstallQueries {
        InstallQueries::new(self.client.clone(), None)
    }

    /// Reads the state of an installation, by its [id](Installation::request_id).
    /// `GET /gsql/v1/queries/install/{id}`, on 3.x `/gsqlserver/gsql/queries/install/{id}`.
    ///
    /// # Errors
    ///
    /// When the server does not know it. A failed installation is not an error.
    pub fn installation(&self, request_id: impl Into<String>) -> Operation<Installation> {
        let scope = Scope::of_graph(&self.client, "ask for an installation of queries of");
        let id = request_id.into();
        Operation::new(move |deadline| async move { read(&scope, &id, deadline).await })
    }
}

/// As servers tell it, at the start and later.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawInstallation {
    #[serde(default)]
    request_id: Option<String>,
    #[serde(default)]
    location: Option<String>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    queries: Vec<Map<String, Value>>,
}

impl RawInstallation {
    /// The last segment of a place is the id.
    fn id(&self) -> Option<String> {
        let of_place = || {
            let place = self.location.as_deref()?.trim_end_matches('/');
            place.rsplit('/').next().filter(|id| !id.is_empty()).map(str::to_owned)
        };
        self.request_id.clone().or_else(of_place)
    }

    fn state(&self) -> WorkState {
        match WorkState::of_message(self.state.as_deref().unwrap_or(&self.message)) {
            WorkState::Aborted => WorkState::Failed,
            state => state,
        }
    }

    fn read(self, id: Option<String>, state: WorkState) -> Installation {
        let queries: Vec<_> = self.queries.iter().map(InstalledQuery::read).collect();
        // The state of the request is also SUCCESS when some of its queries have failed.
        let has_failed =
            state == WorkState::Finished && queries.iter().any(InstalledQuery::has_failed);
        let state = if has_failed { WorkState::Failed } else { state };
        Installation { request_id: id, state, message: self.message, queries }
    }
}

/// The answer to the start.
fn started(reply: &Reply) -> Result<Installation> {
    let raw: RawInstallation = reply.json()?;
    Ok(match raw.id() {
        // `Successfully submitted request` is not the end.
        Some(id) => raw.read(Some(id), WorkState::Running),
        None => {
            let state = raw.state();
            raw.read(None, state)
        }
    })
}

async fn read(scope: &Scope, id: &str, deadline: Deadline) -> Result<Installation> {
    let reply = scope.reply(api::installation(id), deadline).await;
    let raw: RawInstallation = reply.map_err(unknown)?.json()?;
    let state = raw.state();
    Ok(raw.read(Some(id.to_owned()), state))
}

/// Sets the kind of an error that reports an unknown query, or a mistake in one.
fn unknown(error: Error) -> Error {
    if error.reports(Prose::UnknownName) {
        return error.with_kind(ErrorKind::UnknownName);
    }
    if error.kind() == ErrorKind::Server && error.code().is_none() {
        return error.with_kind(ErrorKind::Gsql);
    }
    error
}

fn failed(scope: &Scope, found: &Installation) -> Error {
    let failed = found.queries.iter().filter(|query| query.has_failed());
    let failed: Vec<_> = failed
        .map(|query| match &query.message {
            Some(message) => format!("`{}` ({message})", query.name),
            None => format!("`{}`", query.name),
        })
        .collect();
    let of = if failed.is_empty() { String::new() } else { format!(" of {}", failed.join(", ")) };
    let message = format!(
        "the installation{of} failed: {}; a draft cannot be installed: `queries().get(..)` returns \
         the state",
        found.message
    );
    scope.error(ErrorKind::Gsql, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> RawInstallation {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn all_ways_to_answer_are_understood() {
        use WorkState::{Failed, Finished, Running};
        let id =
            raw(r#"{"requestId":"12","message":"Successfully submitted request","startTime":"t"}"#);
        assert_eq!(id.id().as_deref(), Some("12"));
        let place = raw(
            r#"{"location":"/gsql/queries/install/1234","error":false,"message":"Request 1234 successfully created","results":""}"#,
        );
        assert_eq!(place.id().as_deref(), Some("1234"));
        for (json, state) in [
            (r#"{"error":false,"message":"Query installed successfully."}"#, Finished),
            (r#"{"error":false,"message":"Query installation finished: SUCCESS"}"#, Finished),
            (r#"{"message":"Request 1 is running","requestId":"1"}"#, Running),
            (r#"{"message":"Request 1 is finished with status SUCCESS"}"#, Finished),
            (r#"{"message":"Request 1 is finished with status FAILED"}"#, Failed),
            (
                r#"{"state":"RUNNING","message":"","queries":[{"name":"a","state":"SUCCESS"}]}"#,
                Running,
            ),
            (r#"{"state":"NEW","message":""}"#, Running),
            (r#"{"state":"SUCCESS","message":""}"#, Finished),
            (r#"{"state":"FAILURE","message":""}"#, Failed),
        ] {
            assert_eq!(raw(json).state(), state, "{json}");
        }
    }
}
