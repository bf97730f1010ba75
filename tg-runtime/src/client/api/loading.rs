//! Loading jobs, the data that is posted to them, and their runs on the server.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use serde_json::Value;

use super::{Call, Form, Statement, drop_request, in_graph};
use crate::client::Work;
use crate::client::path::{Path, Query};
use crate::client::request::Request;

const JOBS: &str = "/gsql/v1/loading-jobs";

/// Creates a job from its text.
pub(crate) fn create(graph: &str, text: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::POST, Path::fixed(JOBS))
            .query(in_graph(graph))
            .body(text.to_owned(), "text/plain"),
        Statement::new(text),
    )
}

/// Creates a job, or replaces the one of its name. On 3.x that is a [`drop`] and a [`create`].
pub(crate) fn replace(graph: &str, text: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::PUT, Path::fixed(JOBS))
            .query(in_graph(graph))
            .body(text.to_owned(), "text/plain"),
        Form::Composed,
    )
}

/// Lists the jobs; 3.x prints them with their texts.
pub(crate) fn list(graph: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(JOBS)).query(in_graph(graph)),
        Statement::new("ls"),
    )
}

/// Reads the text of a job, which 3.x prints with [all others](list).
pub(crate) fn get(graph: &str, name: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed(JOBS).name(name)).query(in_graph(graph)),
        Statement::new("ls"),
    )
}

/// Reads a job as data.
pub(crate) fn definition(graph: &str, name: &str) -> Call {
    let request = Request::to_gsql(Method::GET, Path::fixed(JOBS).name(name))
        .query(in_graph(graph).with("json", true));
    Call::only_v4(request, "a loading job as data", "`get` returns its text")
}

/// Drops a job.
pub(crate) fn drop(graph: &str, name: &str) -> Call {
    Call::new(
        drop_request(Path::fixed(JOBS).name(name)).query(in_graph(graph)),
        Statement::new(format!("DROP JOB {name}")),
    )
}

/// Posts lines to a job.
pub(crate) fn post(graph: &str, query: Query, lines: Bytes) -> Request {
    Request::to_restpp(Method::POST, Path::fixed("/ddl").name(graph))
        .query(query)
        .body(lines, "text/plain")
        .work(Work::Upsert)
}

/// Starts a run: by this body on 4.x, by this form on 3.x.
pub(crate) fn run(graph: &str, body: &Value, v3: Form) -> Call {
    let request = Request::to_gsql(Method::POST, Path::fixed("/gsql/v1/loading-jobs/run"))
        .query(in_graph(graph))
        .json(body.to_string());
    Call::new(request, v3)
}

/// Creates the statement that starts a run on 3.x, with its options and the files of its variables.
pub(crate) fn run_statement(
    data_root: Option<&str>,
    options: &[String],
    job: &str,
    files: &[(String, String)],
) -> Statement {
    let mut statement = match data_root {
        Some(path) => format!("SET sys.data_root = {path}\n"),
        None => String::new(),
    };
    statement.push_str("RUN LOADING JOB -noprint ");
    for option in options {
        statement.push_str(option);
        statement.push(' ');
    }
    statement.push_str(job);
    for (index, (variable, file)) in files.iter().enumerate() {
        let joint = if index == 0 { " USING" } else { "," };
        statement.push_str(&format!("{joint} {variable}={file}"));
    }
    Statement::new(statement)
}

/// Reads the status of a run.
pub(crate) fn status(graph: &str, id: &str) -> Call {
    Call::new(
        Request::to_gsql(Method::GET, Path::fixed("/gsql/v1/loading-jobs/status").value(id))
            .query(in_graph(graph)),
        Request::to_gsql(Method::GET, Path::fixed("/gsqlserver/gsql/loading-jobs")).query(
            Query::default().with("action", "getprogress").with("graph", graph).with("jobId", id),
        ),
    )
}

/// Stops a run, or pauses it until it is [resumed](resume). 3.x has one statement for both.
pub(crate) fn abort(graph: &str, id: &str, pause: bool) -> Call {
    let mut query = in_graph(graph).with("jobIds", id);
    if pause {
        query.push("isPause", true);
    }
    let request = Request::to_gsql(Method::GET, Path::fixed("/gsql/v1/loading-jobs/abort"))
        .query(query)
        .idempotent(false);
    Call::new(request, Statement::new(format!("ABORT LOADING JOB {id}")))
}

/// Continues a run that was paused.
pub(crate) fn resume(graph: &str, id: &str) -> Call {
    let path = Path::fixed("/gsql/v1/loading-jobs/resume").value(id);
    let request = Request::to_gsql(Method::GET, path).query(in_graph(graph)).idempotent(false);
    Call::new(request, Statement::new(format!("RESUME LOADING JOB {id}")))
}

/// The time that the server works on posted lines by default.
pub(crate) const POST_TIME: Duration = Duration::from_secs(600);
