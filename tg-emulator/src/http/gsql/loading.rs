//! `/gsql/v1/loading-jobs` (4.x): loading jobs as text.

use serde_json::json;
use tg_gsql::syntax::ast::Statement;

use super::error::GsqlError;
use super::query::graph;
use crate::gsql::loading;
use crate::http::reply::Reply;
use crate::request::Call;

/// `GET /gsql/v1/loading-jobs?graph=`: the names are at the top level.
pub(super) fn list(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let stored = call.state.stored();
    let names: Vec<_> = stored.loading.of(graph).map(|job| job.name.as_str()).collect();
    Ok(Reply::ok(&json!({"error": false, "message": "", "jobNames": names})))
}

/// `POST`, or `PUT` to replace, `/gsql/v1/loading-jobs[/{name}]?graph=`: stores the text of a
/// `CREATE LOADING JOB`, which must have the name in the path.
pub(super) fn create(
    call: &Call<'_>,
    name: Option<&str>,
    replace: bool,
) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let script = super::statements::text(&call.request.body)?;
    let statement = super::statements::only(script, "CREATE LOADING JOB")?;
    let Statement::CreateLoadingJob(job) = &statement.value else {
        return Err(GsqlError::new("A CREATE LOADING JOB is expected."));
    };
    if let Some(name) = name.filter(|name| *name != job.name.value) {
        let message = format!("The loading job '{}' is not '{name}'.", job.name.value);
        return Err(GsqlError::new(message));
    }
    let text = statement.span.of(script);
    loading::create(call.state, Some(graph), job, text, replace).map_err(|rejection| {
        let reasons = rejection
            .reasons()
            .into_iter()
            .map(|reason| format!("Semantic Check Fails: {reason}\n"));
        let name = &job.name.value;
        let reasons: String = reasons.collect();
        GsqlError::new(format!("Failed to create loading job: {name}. {reasons}"))
    })?;
    Ok(Reply::done(format!("Successfully created loading job: {}", job.name.value)))
}

/// `GET /gsql/v1/loading-jobs/{name}?graph=`: as text, or with `json=true` as JSON.
pub(super) fn get(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let database = call.state.read();
    let stored = call.state.stored();
    let job = stored.loading.get(graph, name).ok_or_else(|| missing(name))?;
    let results = match call.request.query.is_true("json") {
        true => super::load_json::structured(job, database.graphs.schema()),
        false => json!({"jobName": job.name, "jobContent": job.text}),
    };
    Ok(Reply::results(results))
}

/// `DELETE /gsql/v1/loading-jobs/{name}?graph=`
pub(super) fn delete(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    if !call.state.stored().loading.remove(graph, name) {
        return Err(missing(name));
    }
    Ok(Reply::done(format!("Successfully drop loading job '{name}'.")))
}

fn missing(name: &str) -> GsqlError {
    GsqlError::new(format!("The loading job '{name}' does not exist."))
}
