//! `/query/{graph}/{name}`: running an installed query.

use std::sync::Arc;

use http::Method;
use serde_json::{Value as Json, json};

use super::answer::answer_to;
use crate::eval::Program;
use crate::http::limits::Limits;
use crate::http::reply::Reply;
use crate::http::restpp::envelope::Version;
use crate::http::restpp::error::RestError;
use crate::http::restpp::workload;
use crate::parameters::{Arguments, BadParameter, Receiver, from_json, from_url};
use crate::request::Call;
use crate::runs::{Run, SUBMITTED, Start};

/// `GET` or `POST /query/{graph}/{name}`
pub(in crate::http::restpp) fn run(
    call: &Call<'_>,
    graph: &str,
    name: &str,
) -> Result<Reply, RestError> {
    call.graph(&call.state.read(), graph)?;
    let program = installed(call, graph, name)?;
    workload::check(call)?;
    let limits =
        Limits::read(call.request).map_err(|message| RestError::new("REST-30400", message))?;
    let arguments = arguments(call, &program)?;
    let run = start(call, graph, &limits, program, arguments)?;
    if limits.detached {
        let schema = call.state.read().version(graph);
        return Ok(submitted(&run, schema));
    }
    let state = call.state.clone();
    Ok(Reply::later(async move {
        let schema = || state.read().version(&run.graph);
        let reply = answer_to(run.clone(), limits.response).await;
        reply.unwrap_or_else(|error| error.into_reply(&state.config, schema()))
    }))
}

/// Returns the program of an installed query.
fn installed(call: &Call<'_>, graph: &str, name: &str) -> Result<Arc<Program>, RestError> {
    let stored = call.state.stored();
    let query = stored.queries.get(graph, name).filter(|query| query.installed || query.replaced);
    let query = query.ok_or_else(|| RestError::endpoint(&call.request.path))?;
    match &query.program {
        Some(program) if query.installed && query.enabled => Ok(program.clone()),
        _ => {
            let message = format!(
                "Query endpoint '/query/{graph}/{name}' is disabled, please make sure all its \
                 sub-queries are installed and enabled with same signature."
            );
            Err(RestError::new("REST-1005", message))
        }
    }
}

/// Reads the parameters in the URL and, for a POST, those in the body, which take precedence.
fn arguments(call: &Call<'_>, program: &Program) -> Result<Arguments, RestError> {
    let bad = |BadParameter(message): BadParameter| RestError::parameter(message);
    let parameters = program.parameters();
    let mut arguments = from_url(call.request.query.pairs(), parameters, &[]).map_err(bad)?;
    if call.request.method == Method::POST && !call.request.body.trim_ascii().is_empty() {
        let body: Json = serde_json::from_slice(&call.request.body).map_err(|error| {
            RestError::new("REST-2001", format!("The payload is not valid JSON: {error}"))
        })?;
        let Json::Object(object) = body else {
            return Err(RestError::parameter(
                "The payload must be a JSON object with a value for each parameter.",
            ));
        };
        arguments.extend(from_json(&object, parameters, Receiver::Restpp).map_err(bad)?);
    }
    Ok(arguments)
}

/// Starts the query that a request is for.
///
/// # Errors
///
/// If it is detached and a parameter has no value.
pub(crate) fn start(
    call: &Call<'_>,
    graph: &str,
    limits: &Limits,
    program: Arc<Program>,
    arguments: Arguments,
) -> Result<Arc<Run>, RestError> {
    let start = Start {
        program,
        graph: graph.to_owned(),
        arguments,
        roles: call.state.accounts().access().roles_in(&call.identity.user, graph),
        url: call.request.url.clone(),
        detached: limits.detached,
        limit: limits.timeout,
        memory: limits.memory,
        gates: call.request.work.clone(),
    };
    call.state.runs.start(start).map_err(RestError::from)
}

/// Returns the answer to a start in detached mode. The id's name differs between versions of the
/// documentation, so the answer contains both.
pub(crate) fn submitted(run: &Run, schema: u32) -> Reply {
    let body = json!({
        "version": Version::of(schema),
        "error": false,
        "message": SUBMITTED,
        "request_id": run.id,
        "requestid": run.id,
    });
    Reply::ok(&body)
}
