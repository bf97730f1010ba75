//! Queries in detached mode: their status and their results.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value as Json, json};

use super::answer::answer_of;
use crate::http::limits::response_limit;
use crate::http::reply::Reply;
use crate::http::restpp::envelope::Version;
use crate::http::restpp::error::RestError;
use crate::request::Call;
use crate::runs::{End, Phase, Run};
use crate::store::datetime;

/// `GET /query_status?requestid=[&graph_name=]`
pub(in crate::http::restpp) fn status(call: &Call<'_>) -> Result<Reply, RestError> {
    let ids = call.request.query.list("requestid");
    let all = ids.is_empty() || ids.iter().any(|id| id.eq_ignore_ascii_case("all"));
    let runs = visible(call, all)?;
    let known = |id: &String| runs.iter().any(|run| run.id == *id);
    let unknown: Vec<_> = ids.iter().filter(|id| !all && !known(id)).collect();
    let selected = runs.iter().filter(|run| all || ids.contains(&run.id));
    let results: Vec<_> = selected.map(|run| described(run)).collect();
    let mut body = json!({
        "version": Version::of(version(call)), "error": false, "message": "", "results": results,
    });
    if !unknown.is_empty() {
        body["unknown_requestid"] = json!(unknown);
    }
    Ok(Reply::ok(&body))
}

/// `GET /query_result?requestid=`
pub(in crate::http::restpp) fn result(call: &Call<'_>) -> Result<Reply, RestError> {
    let ids = call.request.query.list("requestid");
    let [id] = ids.as_slice() else {
        return Err(RestError::parameter("The parameter requestid must be given once."));
    };
    let runs = visible(call, false)?;
    let run = runs.iter().find(|run| run.id == *id);
    let Some((run, Phase::Ended { end, .. })) = run.map(|run| (run, run.phase())) else {
        let message = format!("Unable to retrieve result for query {id}");
        return Err(RestError::of_query(None, message));
    };
    answer_of(run, &end, response_limit(call.request))
}

/// Returns the detached runs that the caller may see. A request about all that does not name a
/// graph is about the first one.
fn visible(call: &Call<'_>, all: bool) -> Result<Vec<Arc<Run>>, RestError> {
    let database = call.state.read();
    let named = call.request.query.given("graph_name");
    let first = || database.graphs.schema().graphs().first().map(|graph| graph.name.as_str());
    let graph = match (named, all) {
        (Some(name), _) => Some(call.graph(&database, name)?.name.clone()),
        (None, true) => first().map(ToOwned::to_owned),
        (None, false) => None,
    };
    let allowed = |run: &Arc<Run>| {
        graph.as_ref().is_none_or(|graph| *graph == run.graph)
            && call.identity.graph.as_ref().is_none_or(|graph| *graph == run.graph)
    };
    Ok(call.state.runs.detached().into_iter().filter(allowed).collect())
}

fn version(call: &Call<'_>) -> u32 {
    let graph = call.request.query.given("graph_name");
    graph.map_or(0, |graph| call.state.read().version(graph))
}

fn described(run: &Run) -> Json {
    let status = match run.phase() {
        Phase::Delayed | Phase::Running { .. } => "running",
        Phase::Ended { end, .. } => match *end {
            // It ran to its end; an error is in its result.
            End::Done(_) => "success",
            End::Timeout => "timeout",
            End::Aborted | End::Panicked => "aborted",
        },
    };
    let mut described = listed(run);
    described["status"] = json!(status);
    described
}

/// Returns the description of a run in the lists.
pub(super) fn listed(run: &Run) -> Json {
    json!({
        "requestid": run.id,
        "startTime": time(run.requested_at),
        "expirationTime": time(run.expires()),
        "url": run.url,
        "elapsedTime": millis(run.elapsed()),
    })
}

pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// `2020-09-09 10:20:31.541`
pub(super) fn time(at: SystemTime) -> String {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    format!("{}.{:03}", datetime::format(seconds), since.subsec_millis())
}
