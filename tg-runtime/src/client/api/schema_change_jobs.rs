//! Stored schema change jobs, of a graph or global ones.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use super::{Call, Form, Statement, drop_request, in_graph};
use crate::client::path::{Path, Query};
use crate::client::request::Request;

const JOBS: &str = "/gsql/v1/schema/jobs";

/// Schema changes take tens of seconds.
const MIN_TIMEOUT: Duration = Duration::from_secs(600);

const FORCE: (&str, &str) = ("`force`", "abort the loading jobs yourself");

/// Creates the job of this name from its text.
pub(crate) fn create(graph: &str, name: &str, text: &str, global: bool) -> Call {
    let query = Query::default().with("gsql", true);
    let query = match (graph, global) {
        ("", _) | (_, true) => query.with("type", "global"),
        (graph, false) => query.with("graph", graph),
    };
    Call::new(
        Request::to_gsql(Method::POST, Path::fixed(JOBS).name(name))
            .query(query)
            .json(json!({"gsql": text}).to_string()),
        Statement::new(text),
    )
}

/// Runs a job. Running it twice is another change, so it is not repeated.
pub(crate) fn run(graph: &str, name: &str, force: bool) -> Call {
    let request = Request::to_gsql(Method::PUT, Path::fixed(JOBS).name(name))
        .query(forced(in_graph(graph), force))
        .idempotent(false)
        .min_timeout(MIN_TIMEOUT);
    if force {
        return Call::only_v4(request, FORCE.0, FORCE.1);
    }
    let kind = if graph.is_empty() { "GLOBAL " } else { "" };
    let statement = format!("RUN {kind}SCHEMA_CHANGE JOB {name}");
    Call::new(request, Statement::new(statement))
}

/// Changes the schema without a job.
pub(crate) fn change(graph: &str, body: &Value, force: bool) -> Call {
    let request = Request::to_gsql(Method::POST, Path::fixed("/gsql/v1/schema/change"))
        .query(forced(in_graph(graph), force))
        .json(body.to_string())
        .min_timeout(MIN_TIMEOUT);
    Call::only_v4(request, "a change as JSON", "use `run_once` with its text")
}

/// Lists the jobs with their texts.
pub(crate) fn list(graph: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(JOBS)).query(in_graph(graph).with("json", false)),
        Statement::new("SHOW JOB *"),
    )
}

/// Reads the text of one job. 3.x only lists them all.
pub(crate) fn get(graph: &str, name: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(JOBS).name(name))
            .query(in_graph(graph).with("json", false)),
        Form::Composed,
    )
}

/// Drops a job.
pub(crate) fn drop(graph: &str, name: &str) -> Call {
    Call::new(
        drop_request(Path::fixed(JOBS)).query(in_graph(graph).with("jobName", name)),
        Statement::new(format!("DROP JOB {name}")),
    )
}

fn forced(query: Query, force: bool) -> Query {
    if force { query.with("force", true) } else { query }
}
