//! Installing queries: at once, or as a request that can be asked about.
//!
//! Nothing is compiled, so it takes no time, unless a test holds it at a gate.

use std::sync::Arc;

use http::StatusCode;
use serde_json::{Value as Json, json};

use super::stored::graph;
use crate::catalog::{Install, InstallState};
use crate::config::Generation;
use crate::gsql::queries::{self, Installed};
use crate::http::gsql::error::GsqlError;
use crate::http::reply::Reply;
use crate::request::Call;
use crate::state::State;

/// What is to be installed.
#[derive(Debug, Clone)]
struct Asked {
    graph: String,
    /// Nothing for all.
    names: Option<Vec<String>>,
    force: bool,
}

impl Asked {
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
        let asked = Self { graph: graph.to_owned(), names: (!all).then_some(names), force };
        asked.check(call.state)?;
        Ok(asked)
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

    /// The names of the queries that are to be installed.
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
    let asked = Asked::read(call)?;
    if call.request.query.is_true("async") {
        let install = start(call, asked);
        let body = json!({
            "error": false, "message": "Successfully submitted request", "requestId": install.id,
            "startTime": install.started,
        });
        return Ok(Reply::document(StatusCode::OK, &body));
    }
    if call.request.work.running.is_empty() {
        return finished(&asked.run(call.state));
    }
    let (state, gates) = (call.state.clone(), call.request.work.clone());
    Ok(Reply::later(async move {
        asked.mark(&state, true);
        for gate in gates.running {
            gate.pass().await;
        }
        asked.mark(&state, false);
        finished(&asked.run(&state)).unwrap_or_else(GsqlError::into_reply)
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

/// `POST .../queries/install?graph=&queries=a&queries=b`: answered at once with a place to ask at.
pub(in crate::http::gsql) fn submit(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let install = start(call, Asked::read(call)?);
    let path = match call.state.config.generation {
        Generation::V3 => "/gsql/queries/install",
        Generation::V4 => "/gsql/v1/queries/install",
    };
    let body = json!({
        "location": format!("{path}/{}", install.id), "error": false,
        "message": format!("Request {} successfully created", install.id), "results": "",
    });
    Ok(Reply::document(StatusCode::OK, &body))
}

/// Starts an installation that nobody waits for.
fn start(call: &Call<'_>, asked: Asked) -> Install {
    let names = asked.queries(call.state);
    let install = call.state.installs.begin(&asked.graph, &names, call.state.clock.now());
    let gates = call.request.work.running.clone();
    if gates.is_empty() {
        settle(call.state, &install.id, &asked);
        return install;
    }
    asked.mark(call.state, true);
    let (state, id): (Arc<State>, _) = (call.state.clone(), install.id.clone());
    tokio::spawn(async move {
        for gate in gates {
            gate.pass().await;
        }
        asked.mark(&state, false);
        settle(&state, &id, &asked);
    });
    install
}

fn settle(state: &State, id: &str, asked: &Asked) {
    let installed = asked.run(state);
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
    let body = json!({
        "error": false, "message": message, "requestId": id, "startTime": install.started,
        "state": install.state.name(), "results": "", "queries": queries, "graph": install.graph,
    });
    Ok(Reply::document(StatusCode::OK, &body))
}
