//! `/gsql/v1/schema/jobs` and `/gsql/v1/schema/change` (4.x): schema change jobs.

use serde_json::{Map, Value};
use tg_gsql::syntax::ast::Statement;

use super::super::error::GsqlError;
use super::super::statements::only;
use super::body::{self, Changes, Statements};
use super::{find_graph, job_json};
use crate::catalog::Job;
use crate::gsql::change;
use crate::gsql::jobs;
use crate::http::reply::Reply;
use crate::request::Call;

/// Returns the graph of the request, which must exist; `None` for a global job.
fn graph<'a>(call: &'a Call<'_>) -> Result<Option<&'a str>, GsqlError> {
    let Some(graph) = call.request.query.given("graph") else { return Ok(None) };
    find_graph(&call.state.read().graphs.schema().catalog, graph)?;
    Ok(Some(graph))
}

/// `POST .../{name}`: stores a job; without a body, runs it.
pub(in crate::http::gsql) fn create(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let body = &call.request.body;
    if body.trim_ascii().is_empty() {
        return run(call, name);
    }
    let query = &call.request.query;
    let graph = graph(call)?;
    let script = if query.is_true("gsql") {
        let Statements { gsql } = body::read(body)?;
        gsql.text()
    } else {
        body::read::<Changes<'_>>(body)?.job(name, graph)?
    };
    let statement = only(&script, "CREATE SCHEMA_CHANGE JOB")?;
    let Statement::CreateSchemaChangeJob(definition) = statement.value else {
        return Err(GsqlError::new("A CREATE SCHEMA_CHANGE JOB belongs in the body."));
    };
    if definition.name.value != name {
        let declared = &definition.name.value;
        let message = format!("The job is named {name} in the path and {declared} in the body.");
        return Err(GsqlError::new(message));
    }
    let global = if definition.global { "global " } else { "" };
    jobs::create(call.state, graph, &definition, &script).map_err(|rejection| {
        let reason = rejection.reasons().join("\n");
        GsqlError::new(format!(
            "Failed to create {global}schema change job: [{name}]. Semantic Check Fails: {reason}"
        ))
    })?;
    Ok(Reply::done(format!("Successfully created {global}schema change job: [{name}].")))
}

/// `PUT .../{name}[?force=true]`: runs a job. `force` has no effect, since nothing blocks it.
pub(in crate::http::gsql) fn run(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    let job = found(call, name)?;
    change::run_job(call.state, &job)
        .into_result()
        .map_err(|refusal| GsqlError::new(format!("Failed to run job {name}. {refusal}")))?;
    Ok(Reply::done("Schema change job run successfully!"))
}

/// `POST /gsql/v1/schema/change`: changes the schema without a job.
pub(in crate::http::gsql) fn change(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let script = body::read::<Changes<'_>>(&call.request.body)?.job("at_once", graph)?;
    let scope = if graph.is_some() { "Schema change job" } else { "Global schema change" };
    change::at_once(call.state, &script, "", |_| true)
        .map_err(|refusal| GsqlError::new(format!("{scope} failed! {refusal}")))?;
    Ok(Reply::done(format!("{scope} runs successfully")))
}

/// Returns the job under its name: as text, or with `json=true` as JSON.
fn described(call: &Call<'_>, job: &Job) -> Value {
    let value = match call.request.query.is_true("json") {
        true => job_json::job(job),
        false => job.text.clone().into(),
    };
    Value::Object(Map::from_iter([(job.name.clone(), value)]))
}

/// `GET`: lists the global jobs, or with `graph` those of the graph.
pub(in crate::http::gsql) fn list(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let stored = call.state.stored();
    let own = stored.jobs.visible(graph).filter(|job| job.graph.as_deref() == graph);
    Ok(Reply::results(own.map(|job| described(call, job)).collect::<Value>()))
}

/// `GET .../{name}`
pub(in crate::http::gsql) fn get(call: &Call<'_>, name: &str) -> Result<Reply, GsqlError> {
    Ok(Reply::results(described(call, &found(call, name)?)))
}

/// `DELETE .../{name}`, `DELETE ...?jobName=a,b`: drops all of them, or none if one does not exist.
pub(in crate::http::gsql) fn delete(call: &Call<'_>, names: &[String]) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    if names.is_empty() {
        return Err(GsqlError::new("The parameter jobName is missing."));
    }
    for name in names {
        found(call, name)?;
    }
    let mut stored = call.state.stored();
    for name in names {
        stored.jobs.remove(name, graph);
    }
    Ok(Reply::done(format!("Successfully dropped schema change jobs: [{}].", names.join(", "))))
}

fn found(call: &Call<'_>, name: &str) -> Result<Job, GsqlError> {
    let graph = graph(call)?;
    let stored = call.state.stored();
    let job = stored.jobs.find(name, graph).cloned();
    job.ok_or_else(|| GsqlError::new(format!("The job '{name}' does not exist.")))
}
