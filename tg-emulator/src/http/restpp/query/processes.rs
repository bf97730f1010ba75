//! The queries that run or wait, and aborting them.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::status::{listed, millis, time};
use crate::http::reply::Reply;
use crate::http::restpp::envelope::Envelope;
use crate::http::restpp::error::RestError;
use crate::request::Call;
use crate::runs::{Phase, Run};

const DONE: &str = "REST-0000";

/// `GET /showprocesslist/{graph}`
pub(in crate::http::restpp) fn of_graph(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    let version = version(call, graph)?;
    let runs = running(call).into_iter().filter(|run| run.graph == graph);
    let runs: Vec<_> = runs.map(|run| listed(&run)).collect();
    Envelope::new(version, runs).with_code(DONE).reply(call)
}

/// `GET /showprocesslistall`
pub(in crate::http::restpp) fn all(call: &Call<'_>) -> Result<Reply, RestError> {
    let runs: Vec<_> = running(call).iter().map(|run| listed(run)).collect();
    Envelope::new(0, runs).with_code(DONE).reply(call)
}

/// `GET /showdelayedlistall`
pub(in crate::http::restpp) fn delayed(call: &Call<'_>) -> Result<Reply, RestError> {
    let waits = |run: &&Arc<Run>| matches!(run.phase(), Phase::Delayed);
    let runs = active(call);
    let runs = runs.iter().filter(waits).map(|run| {
        json!({
            // The part of the id before the number of the node that will run it.
            "requestidPartial": run.id.split('.').next(),
            "startTime": time(run.requested_at),
            "url": run.url,
            "elapsedTime": millis(run.elapsed()),
        })
    });
    Envelope::new(0, runs.collect::<Vec<_>>()).with_code(DONE).reply(call)
}

/// `GET /abortquery/{graph}?requestid=ID|all&url=/query/g/q.*`: without either, aborts all of them,
/// as the official client documents.
pub(in crate::http::restpp) fn abort(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    let ids = call.request.query.list("requestid");
    let urls: Vec<_> =
        call.request.query.pairs().filter(|(name, _)| *name == "url").map(|(_, url)| url).collect();
    let all = ids.iter().any(|id| id.eq_ignore_ascii_case("all"));
    let named = |run: &Run| {
        (all || ids.is_empty() || ids.contains(&run.id))
            && (urls.is_empty() || urls.iter().any(|url| covers(url, &run.url)))
    };
    let runs = running(call);
    let aborted = runs.iter().filter(|run| run.graph == graph && named(run) && run.abort());
    let aborted: Vec<Json> =
        aborted.map(|run| json!({"requestid": run.id, "url": run.url})).collect();
    // The data is locked only now: a writer can wait for the very query that is aborted, and
    // readers for the writer.
    let version = version(call, graph)?;
    let results = json!([{"aborted_queries": aborted}]);
    Envelope::new(version, results).with_code(DONE).reply(call)
}

/// Returns `true` if a pattern matches a URL, with its parameters or without; it can end in `.*`.
fn covers(pattern: &str, url: &str) -> bool {
    match pattern.strip_suffix(".*") {
        Some(beginning) => url.starts_with(beginning),
        None => url == pattern || url.split('?').next() == Some(pattern),
    }
}

fn version(call: &Call<'_>, graph: &str) -> Result<u32, RestError> {
    let database = call.state.read();
    call.graph(&database, graph)?;
    Ok(database.version(graph))
}

fn running(call: &Call<'_>) -> Vec<Arc<Run>> {
    let runs = |run: &Arc<Run>| matches!(run.phase(), Phase::Running { .. });
    active(call).into_iter().filter(runs).collect()
}

/// Returns the runs that have not ended and that the caller may see.
fn active(call: &Call<'_>) -> Vec<Arc<Run>> {
    let allowed =
        |run: &Arc<Run>| call.identity.graph.as_ref().is_none_or(|graph| *graph == run.graph);
    call.state.runs.active().into_iter().filter(allowed).collect()
}
