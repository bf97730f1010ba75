//! Installing queries: at once, or in the background with a status.
//!
//! Nothing is compiled, so it takes no time, unless a test holds it at a gate.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::stored::graph;
use crate::catalog::{Install, InstallState};
use crate::config::Generation;
use crate::gsql::queries::{self, Installed};
use crate::http::gsql::error::GsqlError;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::state::State;

/// A request to install queries.
#[derive(Debug, Clone)]
struct InstallRequest {
    graph: String,
    /// `None` for all.
    names: Option<Vec<String>>,
    force: bool,
}

impl InstallRequest {
    fn read(call: &Call<'_>) -> Result<Self, GsqlError> {
        let graph = graph(call)?;
        let query = &call.request.query;
        let names = query.list("queries");
        if names.is_empty() {
            return Err(GsqlError::new("The parameter queries is missing."));
        }
        let all = names.iter().any(|name| name == "*" || name.eq_ignore_ascii_case("all"));
        let flags = query.list("flag");
        let known = ["-single", "-legacy", "-debug", "-cost", "-force"];
        let is = |flag: &str, known: &str| {
            flag.trim_start_matches('-').eq_ignore_ascii_case(known.trim_start_matches('-'))
        };
        if let Some(flag) = flags.iter().find(|flag| !known.iter().any(|known| is(flag, known))) {
            let message = format!("The flag '{flag}' is unknown; there are {}.", known.join(", "));
            return Err(GsqlError::new(message));
        }
        if ["-single", "-legacy"].iter().all(|one| flags.iter().any(|flag| is(flag, one))) {
            return Err(GsqlError::new("The flags -single and -legacy exclude each other."));
        }
        let force = flags.iter().any(|flag| is(flag, "-force"));
        let request = Self { graph: graph.to_owned(), names: (!all).then_some(names), force };
        request.check(call.state)?;
        Ok(request)
    }

    fn check(&self, state: &State) -> Result<(), GsqlError> {
        let stored = state.stored();
        let missing = |name: &&String| stored.queries.get(&self.graph, name).is_none();
        let missing: Vec<_> =
            self.names.iter().flatten().filter(missing).map(String::as_str).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let missing = missing.join(", ");
        Err(GsqlError::new(format!("These queries could not be found anywhere: [{missing}].")))
    }

    fn run(&self, state: &State) -> Installed {
        queries::install(state, &self.graph, self.names.as_deref(), self.force)
    }

    /// Returns the names of the queries to install.
    fn queries(&self, state: &State) -> Vec<String> {
        let stored = state.stored();
        let all = stored.queries.of(&self.graph).map(|query| query.name.clone());
        self.names.clone().unwrap_or_else(|| all.collect())
    }

    fn mark(&self, state: &State, installing: bool) {
        let names = self.queries(state);
        let mut stored = state.stored();
        let marked = stored.queries.of_mut(&self.graph).filter(|it| names.contains(&it.name));
        marked.for_each(|query| query.installing = installing);
    }
}

/// `GET /gsql/v1/queries/install?graph=&queries=a,b[&flag=-force][&async=true]`
pub(in crate::http::gsql) fn install(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let request = InstallRequest::read(call)?;
    if call.request.query.is_true("async") {
        let install = start(call, request);
        let body = json!({
            "error": false, "message": "Successfully submitted request", "requestId": install.id,
            "startTime": install.started,
        });
        return Ok(Reply::ok(&body));
    }
    if call.request.work.running.is_empty() {
        return finished(&request.run(call.state));
    }
    let (state, gates) = (call.state.clone(), call.request.work.clone());
    Ok(Reply::later(async move {
        request.mark(&state, true);
        for gate in gates.running {
            gate.pass().await;
        }
        request.mark(&state, false);
        finished(&request.run(&state)).unwrap_or_else(GsqlError::into_reply)
    }))
}

fn finished(installed: &Installed) -> Result<Reply, GsqlError> {
    if !installed.failed.is_empty() {
        let failed = installed.failed.join(", ");
        let message = format!("Query installation failed! These queries are drafts: [{failed}].");
        return Err(GsqlError::new(message));
    }
    Ok(Reply::done("Query installed successfully."))
}

/// `POST .../queries/install?graph=&queries=a&queries=b`: returns the path of the status.
pub(in crate::http::gsql) fn submit(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let install = start(call, InstallRequest::read(call)?);
    let path = match call.state.config.generation() {
        Generation::V3 => "/gsql/queries/install",
        Generation::V4 => "/gsql/v1/queries/install",
    };
    Ok(Reply::ok(&json!({
        "location": format!("{path}/{}", install.id), "error": false,
        "message": format!("Request {} successfully created", install.id), "results": "",
    })))
}

/// Starts an installation in the background.
fn start(call: &Call<'_>, request: InstallRequest) -> Install {
    let names = request.queries(call.state);
    let install = call.state.installs.begin(&request.graph, &names, call.state.clock.now());
    let gates = call.request.work.running.clone();
    if gates.is_empty() {
        settle(call.state, &install.id, &request);
        return install;
    }
    request.mark(call.state, true);
    let (state, id): (Arc<State>, _) = (call.state.clone(), install.id.clone());
    tokio::spawn(async move {
        for gate in gates {
            gate.pass().await;
        }
        request.mark(&state, false);
        settle(&state, &id, &request);
    });
    install
}

fn settle(state: &State, id: &str, request: &InstallRequest) {
    let installed = request.run(state);
    let failed: Vec<_> = installed.failed.into_iter().chain(installed.missing).collect();
    state.installs.settle(id, &failed);
}

/// `GET .../queries/install/{id}`
pub(in crate::http::gsql) fn status(call: &Call<'_>, id: &str) -> Result<Reply, GsqlError> {
    let install = call.state.installs.get(id);
    let install = install.ok_or_else(|| GsqlError::new(format!("Request {id} does not exist.")))?;
    let message = match install.state {
        InstallState::Running => format!("Request {id} is running"),
        InstallState::Success => format!("Request {id} is finished with status SUCCESS"),
        InstallState::Failure => format!("Request {id} is finished with status FAILED"),
    };
    let queries: Vec<Json> = install
        .queries
        .iter()
        .map(|(name, state)| json!({"name": name, "state": state.name()}))
        .collect();
    Ok(Reply::ok(&json!({
        "error": false, "message": message, "requestId": id, "startTime": install.started,
        "state": install.state.name(), "results": "", "queries": queries, "graph": install.graph,
    })))
}
