//! Endpoints about the engine: statistics of requests, rebuilding, checks, the license.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::envelope::Version;
use super::error::RestError;
use crate::http::reply::Reply;
use crate::monitor::{CompletedRequest, License};
use crate::request::Call;
use crate::state::State;
use crate::store::datetime;

const DAY: u64 = 86_400;

/// Rejects a request for data if the license has ended.
pub(super) fn check_license(state: &State) -> Result<(), RestError> {
    if state.monitor().license == License::Expired {
        let message = "The license of this TigerGraph instance has expired.";
        return Err(RestError::new("REST-10020", message));
    }
    Ok(())
}

/// Remembers how long the answer to a request took, unless its endpoint or graph does not exist.
pub(super) fn remember(
    state: &State,
    graph: &str,
    endpoint: String,
    duration: Duration,
    failed: Option<&RestError>,
) {
    if failed.is_some_and(|error| matches!(&*error.code, "REST-1000" | "REST-1004")) {
        return;
    }
    let timed_out =
        failed.is_some_and(|e| matches!(&*e.code, "REST-3000" | "REST-3001" | "REST-3002"));
    let (graph, at) = (graph.to_owned(), state.clock.seconds());
    state.monitor().record(CompletedRequest { graph, endpoint, at, duration, timed_out });
}

/// `GET /statistics/{graph}[?seconds=][&segments=]`: lists the endpoints that were called in the
/// period. Numbers out of range are replaced by the nearest valid ones.
pub(super) fn statistics(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    call.graph(&call.state.read(), graph)?;
    let seconds = call.number("seconds")?.unwrap_or(10).clamp(1, 60);
    let segments = call.number("segments")?.unwrap_or(10).clamp(1, 100);
    let loads = call.state.monitor().by_endpoint(call.state.clock.seconds(), seconds, Some(graph));
    let described = loads.into_iter().map(|(endpoint, load)| {
        let count = load.completed();
        let upto = |segment: u64| {
            let at = (count * segment as usize).div_ceil(segments as usize).max(1);
            load.times.get(at - 1).copied().unwrap_or_default()
        };
        let value = json!({
            "CompletedRequests": count,
            "QPS": count as f64 / seconds as f64,
            "TimeoutRequests": load.timed_out,
            "AverageLatency": load.average(),
            "MaxLatency": load.max(),
            "MinLatency": load.min(),
            "LatencyPercentile": (1..=segments).map(upto).collect::<Vec<_>>(),
        });
        (endpoint, value)
    });
    Ok(Reply::ok(&described.collect::<Map<_, _>>()))
}

/// `GET` or `POST /rebuildnow/{graph}`: the emulator never has anything to rebuild.
pub(super) fn rebuild(call: &Call<'_>, graph: &str) -> Result<Reply, RestError> {
    let database = call.state.read();
    call.graph(&database, graph)?;
    call.number("threadnum")?;
    call.flag("force")?;
    call.text("segid")?;
    if let Some(name) = call.text("vertextype")?.filter(|name| !name.is_empty()) {
        let known = database.graphs.schema().catalog.vertices_of(graph).any(|it| it.name == name);
        if !known {
            return Err(RestError::type_name("vertextype", name, graph));
        }
    }
    let path = call.request.query.given("path").unwrap_or("/tmp/rebuildnow");
    let message = format!("RebuildNow finished, please check details in the folder: {path}");
    Ok(done(database.version(graph), &message, &json!([])))
}

/// `GET /deleted_vertex_check`
pub(super) fn deleted_vertices(call: &Call<'_>) -> Result<Reply, RestError> {
    call.number("threadnum")?;
    call.text("segid")?;
    call.text("vertextype")?;
    for (name, most) in [("verbose", 7), ("log", 2)] {
        if let Some(number) = call.number(name)?
            && number > most
        {
            return Err(RestError::parameter(format!(
                "Values of parameter {name} must be 0 to {most}, invalid value [{number}] provided."
            )));
        }
    }
    let results = json!([{"GPE": "GPE_1_1", "PassCheck": true, "UnSyncList": []}]);
    Ok(done(0, "check passed", &results))
}

/// `GET /data_consistency_check`
pub(super) fn consistency(call: &Call<'_>) -> Result<Reply, RestError> {
    call.number("threadnum")?;
    let results = json!({
        "GPESelfCheck": [{"Partition": 1, "PassCheck": true, "UnSyncList": []}],
        "GPEGSECheck": [{"GPE": "GPE_1_1", "PassCheck": true, "UnSyncList": []}],
    });
    Ok(done(0, "check passed", &results))
}

/// `GET /showlicenseinfo`
pub(super) fn license(call: &Call<'_>) -> Result<Reply, RestError> {
    let license = call.state.monitor().license;
    let now = call.state.clock.seconds();
    let (ends, days) = match license {
        License::Valid(time) => (now.saturating_add(time.as_secs()), time.as_secs() / DAY),
        License::Expired => (now.saturating_sub(DAY), 0),
        License::Missing => {
            return Err(RestError::new("REST-5000", "No valid license is found."));
        }
    };
    let ends = datetime::format_ctime(i64::try_from(ends).unwrap_or(i64::MAX));
    let results = json!([{"Expiration date": ends, "Days remaining": days}]);
    Ok(done(0, "", &results))
}

fn done(schema: u32, message: &str, results: &Value) -> Reply {
    let body = json!({
        "version": Version::of(schema), "error": false, "message": message, "results": results,
        "code": "REST-0000",
    });
    Reply::ok(&body)
}
