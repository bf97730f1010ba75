//! Installing queries.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use tokio::time::sleep;

use super::Queries;
use crate::client::api::{Response, queries as api};
use crate::client::{Client, Reply};
use crate::error::prose::{Outcome, Prose};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, operation};
use crate::query::run::check_name;

/// How long an installation may take unless the caller says otherwise.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// The first and the longest wait between two looks at an installation.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How an installation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Installation {
    /// The id to ask by, if the server gave one: some answer only when it is over.
    pub request_id: Option<String>,
    /// Whether it runs, or how it ended.
    pub state: InstallationState,
    /// What the server says.
    pub message: String,
    /// The queries and the state of each (`NEW`, `RUNNING`, `SUCCESS`, `FAILURE`), if the server says.
    pub queries: Vec<(String, String)>,
}

/// Whether an installation runs, or how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InstallationState {
    /// The server compiles.
    Running,
    /// All queries are installed.
    Succeeded,
    /// It failed.
    Failed,
}

type Progress = Box<dyn FnMut(&Installation) + Send>;

/// Installs queries: [`Queries::install`] and [`Queries::install_all`].
///
/// The server compiles them, which takes 20 to 60 seconds a query. Awaited, it waits for that, for half
/// an hour at most unless a [`timeout`](Self::timeout) is set, and gives the last state.
///
/// It is started by `GET /gsql/v1/queries/install` on 4.x, with `async=true`, and by
/// `POST /gsqlserver/gsql/queries/install` on 3.x; where there is no such endpoint, and for flags on 3.x,
/// by `INSTALL QUERY`. Servers answer with an id, with a place, or when all is over; each is understood.
///
/// # Errors
///
/// * [`ErrorKind::UnknownName`] when there is no such query; [`ErrorKind::Gsql`] when one cannot be
///   compiled.
/// * [`ErrorKind::Unavailable`] while another installation or change of the schema runs.
/// * [`ErrorKind::TimedOut`] when it is not over in time: it goes on, and
///   [`Queries::installation`] tells how it stands.
#[must_use = "operations do nothing until they are awaited"]
pub struct InstallQueries {
    client: Client,
    wanted: Wanted,
    progress: Option<Progress>,
    timeout: Option<Duration>,
}

/// What is to be installed, and how.
#[derive(Debug)]
struct Wanted {
    /// Nothing for all.
    names: Option<Vec<String>>,
    flags: Vec<&'static str>,
}

impl InstallQueries {
    fn new(client: Client, names: Option<Vec<String>>) -> Self {
        let wanted = Wanted { names, flags: Vec::new() };
        Self { client, wanted, progress: None, timeout: None }
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
        self.wanted.flags.push(flag);
        self
    }

    /// Calls this with each state that the server tells, the last one included.
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
        let Self { client, wanted, mut progress, timeout } = self;
        let scope = Scope::of_graph(&client, "install queries of");
        for name in wanted.names.iter().flatten() {
            check_name(name)?;
        }
        if wanted.names.as_ref().is_some_and(Vec::is_empty) {
            let message = "no query is named that could be installed; all are by `install_all`";
            return Err(scope.error(ErrorKind::Encode, message));
        }
        let deadline = Deadline::after(timeout.or(Some(PATIENCE)));
        let mut found = wanted.start(&scope, deadline).await?;
        let mut wait = FIRST_WAIT;
        loop {
            if let Some(report) = &mut progress {
                report(&found);
            }
            match (found.state, found.request_id.clone()) {
                (InstallationState::Succeeded, _) => return Ok(found),
                (InstallationState::Failed, _) => return Err(failed(&scope, &found)),
                (InstallationState::Running, Some(id)) => {
                    if deadline.left().is_some_and(|left| left < wait) {
                        let message = format!(
                            "installation `{id}` is not over, and goes on; the server last said: {}",
                            found.message
                        );
                        return Err(scope.error(ErrorKind::TimedOut, message));
                    }
                    sleep(wait).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                    found = ask(&scope, &id, deadline).await?;
                }
                (InstallationState::Running, None) => {
                    let message = format!("the server does not say how it went: {}", found.message);
                    return Err(scope.error(ErrorKind::Protocol, message));
                }
            }
        }
    }
}

impl Wanted {
    async fn start(&self, scope: &Scope, deadline: Deadline) -> Result<Installation> {
        let (names, time) = (self.names.as_deref(), deadline.left().unwrap_or(PATIENCE));
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
        let state = InstallationState::Succeeded;
        Ok(Installation { request_id: None, state, message, queries: Vec::new() })
    }
}

operation!(impl [] InstallQueries => Installation);

impl fmt::Debug for InstallQueries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InstallQueries").field("wanted", &self.wanted).finish_non_exhaustive()
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

    /// How an installation stands, by its [id](Installation::request_id).
    /// `GET /gsql/v1/queries/install/{id}`, on 3.x `/gsqlserver/gsql/queries/install/{id}`.
    ///
    /// # Errors
    ///
    /// When the server does not know it. That it failed is no error.
    pub fn installation(&self, request_id: impl Into<String>) -> Operation<Installation> {
        let scope = Scope::of_graph(&self.client, "ask for an installation of queries of");
        let id = request_id.into();
        Operation::new(move |deadline| async move { ask(&scope, &id, deadline).await })
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
    queries: Vec<RawInstalled>,
}

#[derive(Deserialize)]
struct RawInstalled {
    #[serde(default)]
    name: String,
    #[serde(default)]
    state: String,
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

    fn state(&self) -> InstallationState {
        match Outcome::of(self.state.as_deref().unwrap_or(&self.message)) {
            Outcome::Running => InstallationState::Running,
            Outcome::Finished => InstallationState::Succeeded,
            Outcome::Failed | Outcome::Cancelled => InstallationState::Failed,
        }
    }

    fn read(self, id: Option<String>, state: InstallationState) -> Installation {
        let queries = self.queries.into_iter().map(|query| (query.name, query.state)).collect();
        Installation { request_id: id, state, message: self.message, queries }
    }
}

/// The answer to the start.
fn started(reply: &Reply) -> Result<Installation> {
    let raw: RawInstallation = reply.json()?;
    Ok(match raw.id() {
        // `Successfully submitted request` is no end.
        Some(id) => raw.read(Some(id), InstallationState::Running),
        None => {
            let state = raw.state();
            raw.read(None, state)
        }
    })
}

async fn ask(scope: &Scope, id: &str, deadline: Deadline) -> Result<Installation> {
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
    let is_bad = |state: &str| Outcome::of(state) == Outcome::Failed;
    let bad = found.queries.iter().filter(|(_, state)| is_bad(state));
    let bad: Vec<_> = bad.map(|(name, _)| format!("`{name}`")).collect();
    let of = if bad.is_empty() { String::new() } else { format!(" of {}", bad.join(", ")) };
    scope.error(ErrorKind::Gsql, format!(
        "the installation{of} failed: {}; a draft cannot be installed, `queries().show(..)` tells whether it \
         is one",
        found.message
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> RawInstallation {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn all_ways_to_answer_are_understood() {
        use InstallationState::{Failed, Running, Succeeded};
        let id =
            raw(r#"{"requestId":"12","message":"Successfully submitted request","startTime":"t"}"#);
        assert_eq!(id.id().as_deref(), Some("12"));
        let place = raw(
            r#"{"location":"/gsql/queries/install/1234","error":false,"message":"Request 1234 successfully created","results":""}"#,
        );
        assert_eq!(place.id().as_deref(), Some("1234"));
        for (json, state) in [
            (r#"{"error":false,"message":"Query installed successfully."}"#, Succeeded),
            (r#"{"error":false,"message":"Query installation finished: SUCCESS"}"#, Succeeded),
            (r#"{"message":"Request 1 is running","requestId":"1"}"#, Running),
            (r#"{"message":"Request 1 is finished with status SUCCESS"}"#, Succeeded),
            (r#"{"message":"Request 1 is finished with status FAILED"}"#, Failed),
            (
                r#"{"state":"RUNNING","message":"","queries":[{"name":"a","state":"SUCCESS"}]}"#,
                Running,
            ),
            (r#"{"state":"NEW","message":""}"#, Running),
            (r#"{"state":"SUCCESS","message":""}"#, Succeeded),
            (r#"{"state":"FAILURE","message":""}"#, Failed),
        ] {
            assert_eq!(raw(json).state(), state, "{json}");
        }
    }
}
