//! Running queries on the GSQL server: interpreted ones, and installed ones in their nested form.

use std::sync::Arc;

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::stored::{graph, missing};
use crate::eval::Program;
use crate::gsql::queries::lines;
use crate::http::gsql::error::GsqlError;
use crate::http::gsql::statements::text;
use crate::http::limits::Limits;
use crate::http::reply::Reply;
use crate::http::restpp::{RestError, answer_to, start, submitted};
use crate::parameters::{Arguments, BadParameter, Receiver, from_json, from_url};
use crate::request::Call;
use crate::runs::Run;
use crate::state::State;

/// `POST /gsql/v1/queries/interpret`, on 3.x `POST /gsqlserver/interpreted_query`: the body is the
/// text, the URL has the parameters.
pub(in crate::http::gsql) fn interpret(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let text = text(&call.request.body)?;
    if text.trim().is_empty() {
        return Err(GsqlError::new("The body is empty: an INTERPRET QUERY is expected."));
    }
    // A server adds a line before the text, and counts it.
    let program = call
        .state
        .program(text)
        .map_err(|problems| GsqlError::new(lines(text, &problems, 1).join("\n")))?;
    if !program.is_interpreted() {
        return Err(GsqlError::new(
            "line 2:0 no viable alternative at input 'CREATE'; an INTERPRET QUERY () FOR GRAPH g \
             { ... } belongs here",
        ));
    }
    let named = program.graph().map(ToOwned::to_owned);
    let graph = match named {
        Some(name) => name,
        None => graph(call)?.to_owned(),
    };
    if call.state.read().graphs.schema().graph(&graph).is_none() {
        return Err(GsqlError::graph(&graph));
    }
    let problems = program.problems(&call.state.read(), &graph);
    if problems.iter().any(|problem| problem.error) {
        return Err(GsqlError::new(lines(text, &problems, 1).join("\n")));
    }
    let arguments = from_url(call.request.query.pairs(), program.parameters(), &["graph"])
        .map_err(|BadParameter(message)| GsqlError::new(message))?;
    answer(call, &graph, Arc::new(program), arguments, |reply| reply)
}

/// `POST /gsqlserver/gsql/library?graph=&functionName=`: runs a template query of a package, which
/// need not be installed; the body has the parameters. The results are the whole answer of RESTPP,
/// as the official client reads them.
pub(in crate::http::gsql) fn library(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let name = call.request.query.given("functionName").unwrap_or_default();
    let program = {
        let stored = call.state.stored();
        let query = stored.queries.get(graph, name).filter(|query| query.name.contains('.'));
        query.and_then(|query| query.program.clone()).ok_or_else(|| missing(name))?
    };
    let body = call.request.body.trim_ascii();
    let parameters: Map<String, Json> = match body.is_empty() {
        true => Map::new(),
        false => serde_json::from_slice(body).map_err(|error| GsqlError::body(&error))?,
    };
    let arguments = from_json(&parameters, program.parameters(), Receiver::Gsql)
        .map_err(|BadParameter(message)| GsqlError::new(message))?;
    answer(call, graph, program, arguments, |reply| {
        let head = br#"{"error":false,"message":"","results":"#;
        Reply { body: [head, &*reply.body, b"}"].concat().into(), ..reply }
    })
}

/// Runs a program and answers as RESTPP does; `outer` makes the answer of its own.
fn answer(
    call: &Call<'_>,
    graph: &str,
    program: Arc<Program>,
    arguments: Arguments,
    outer: fn(Reply) -> Reply,
) -> Result<Reply, GsqlError> {
    let limits = Limits::read(call.request).map_err(GsqlError::new)?;
    let state = call.state.clone();
    let started = start(call, graph, &limits, program, arguments);
    let run = started.map_err(|error| GsqlError::new(error.message))?;
    Ok(Reply::later(async move {
        let reply = answer_to(run.clone(), limits.response).await;
        reply.map_or_else(|error| error_reply(&state, &run, error), outer)
    }))
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    async_run: bool,
    parameters: Map<String, Json>,
}

/// `POST /gsql/v1/queries/{name}?graph=`
pub(in crate::http::gsql) fn run(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let body = call.request.body.trim_ascii();
    let options: Options = match body.is_empty() {
        true => Options::default(),
        false => serde_json::from_slice(body).map_err(|error| GsqlError::body(&error))?,
    };
    let program = {
        let stored = call.state.stored();
        let query = stored.queries.get(graph, name).ok_or_else(|| missing(name))?;
        match &query.program {
            Some(program) if query.installed && query.enabled => program.clone(),
            _ => {
                let message = format!("The query {name} is not installed: install it first.");
                return Err(GsqlError::new(message));
            }
        }
    };
    let bad = |BadParameter(message): BadParameter| GsqlError::new(message);
    let arguments =
        from_json(&options.parameters, program.parameters(), Receiver::Gsql).map_err(bad)?;
    let mut limits = Limits::read(call.request).map_err(GsqlError::new)?;
    limits.detached |= options.async_run;
    let started = start(call, graph, &limits, program, arguments);
    let run = started.map_err(|error| GsqlError::new(error.message))?;
    let schema = call.state.read().version(graph);
    if limits.detached {
        return Ok(submitted(&run, schema));
    }
    Ok(Reply::later(async move {
        match answer_to(run, limits.response).await {
            Ok(inner) => {
                let mut body = br#"{"error":false,"message":"","results":"#.to_vec();
                body.extend_from_slice(&inner.body);
                body.push(b'}');
                Reply::json(StatusCode::OK, body)
            }
            Err(error) => Reply::ok(&json!({"error": true, "message": error.message})),
        }
    }))
}

/// Returns an error of a query in its envelope; the GSQL server always answers 200.
fn error_reply(state: &State, run: &Run, error: RestError) -> Reply {
    let schema = state.read().version(&run.graph);
    error.into_plain_reply(schema)
}
