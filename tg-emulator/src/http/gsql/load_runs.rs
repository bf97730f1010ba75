//! `/gsql/v1/loading-jobs/run`, `/status`, `/abort`, `/resume`, and on 3.x the progress of a run.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::GsqlError;
use super::query::graph;
use crate::http::load_statistics::{self, Detail};
use crate::http::reply::Reply;
use crate::load::{
    Drive, ErrorLimits, FileProgress, Input, LoadRun, Options, Place, RunRequest, RunState,
    Statistics,
};
use crate::request::Call;
use crate::request::Query;

/// Returns the ids of the runs that a request names: in the path, or else as parameters.
fn ids(call: &Call<'_>, id: Option<&str>) -> Vec<String> {
    let listed = || {
        let query = &call.request.query;
        query.list("jobIds").into_iter().chain(query.list("jobId")).collect()
    };
    id.map_or_else(listed, |id| vec![id.to_owned()])
}

/// One job of a run.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Job {
    name: String,
    #[serde(rename = "sys.data_root")]
    data_root: Option<String>,
    #[serde(default)]
    dryrun: bool,
    max_num_error: Option<u64>,
    max_percent_error: Option<f64>,
    batch_size: Option<usize>,
    #[serde(default)]
    data_sources: Vec<DataSource>,
}

/// The place that a file variable is loaded from.
#[derive(Deserialize)]
struct DataSource {
    filename: String,
    /// `file`, or a data source.
    name: Option<String>,
    path: Option<String>,
    config: Option<Value>,
}

/// `POST .../run?graph=`: an array of jobs, each started in the background. A single object, and
/// the form that the official client sends, are accepted too.
pub(super) fn run(call: &Call<'_>) -> Result<Reply, GsqlError> {
    let graph = graph(call)?;
    let mut runs = Vec::new();
    for job in jobs(call)? {
        let name = job.name.clone();
        let drive = Drive::Background(call.request.work.running.clone());
        let run = call.state.loads.start(graph, &name, &job.request()?, drive);
        runs.push(run.map_err(|error| {
            GsqlError::new(format!("Failed to run loading job(s): [{name}]. {error}"))
        })?);
    }
    let names = runs.iter().map(|run| run.job.as_str()).collect::<Vec<_>>().join(", ");
    let ids: Vec<_> = runs.iter().map(|run| run.id.as_str()).collect();
    let message = format!("Successfully ran loading job(s): [{names}]");
    Ok(Reply::ok(&json!({"error": false, "message": message, "jobIds": ids})))
}

fn jobs(call: &Call<'_>) -> Result<Vec<Job>, GsqlError> {
    let body = &call.request.body;
    let starts = body.iter().find(|byte| !byte.is_ascii_whitespace());
    let found = match starts {
        Some(b'[') => serde_json::from_slice(body).map_err(|error| GsqlError::body(&error))?,
        Some(b'{') => {
            vec![serde_json::from_slice(body).map_err(|error| GsqlError::body(&error))?]
        }
        _ => vec![form(body)?],
    };
    if found.is_empty() {
        return Err(GsqlError::with_status(StatusCode::BAD_REQUEST, "No job is to be run."));
    }
    Ok(found)
}

/// Reads a form, as which the official client sends a dictionary. Of nested dictionaries only the
/// keys are sent, so the job's own paths are used.
fn form(body: &[u8]) -> Result<Job, GsqlError> {
    let wrong = |reason: &str| GsqlError::with_status(StatusCode::BAD_REQUEST, reason);
    let text = std::str::from_utf8(body).map_err(|_| wrong("The request body is not UTF-8."))?;
    let form = Query::parse(text, true);
    let name = form.given("name").ok_or_else(|| {
        wrong("The request body must be an array of jobs, or a form with the name of one.")
    })?;
    let number = |key: &str| form.given(key).map(str::parse::<f64>).transpose();
    let number = |key: &str| number(key).map_err(|_| wrong(&format!("{key} must be a number.")));
    let documents = form.values("dataSources").map(serde_json::from_str).collect::<Result<_, _>>();
    Ok(Job {
        name: name.to_owned(),
        data_root: form.given("sys.data_root").map(ToOwned::to_owned),
        dryrun: form.is_true("dryrun"),
        max_num_error: number("maxNumError")?.map(|number| number as u64),
        max_percent_error: number("maxPercentError")?,
        batch_size: None,
        data_sources: documents.unwrap_or_default(),
    })
}

impl Job {
    fn request(self) -> Result<RunRequest, GsqlError> {
        let limits = ErrorLimits { number: self.max_num_error, percent: self.max_percent_error };
        Ok(RunRequest {
            inputs: self.data_sources.into_iter().map(DataSource::input).collect(),
            options: Options { limits, dry_run: self.dryrun, ..Options::default() },
            data_root: self.data_root,
            batch: self.batch_size.filter(|lines| *lines > 0),
        })
    }
}

impl DataSource {
    fn input(self) -> Input {
        let Self { filename, name, path, config } = self;
        let path = path.or_else(|| config.map(|config| config.to_string()));
        let source = name.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("file"));
        let place = match (source, path) {
            (Some(source), path) => Some(Place::Object { source, path: path.unwrap_or_default() }),
            (None, path) => path.map(Place::Path),
        };
        Input { variable: filename, place }
    }
}

/// `GET .../status?jobIds=`, `GET .../status/{id}`: without ids, all runs of the graph.
pub(super) fn status(call: &Call<'_>, id: Option<&str>) -> Result<Reply, GsqlError> {
    let ids = ids(call, id);
    if call.request.query.given("graph").is_some() {
        graph(call)?;
    }
    let runs = match ids.as_slice() {
        [] => call.state.loads.of(call.request.query.given("graph")),
        ids => ids.iter().map(|id| found(call, id)).collect::<Result<_, _>>()?,
    };
    let now = call.state.clock.millis();
    let results: Vec<_> = runs.iter().map(|run| described(run, now)).collect();
    Ok(Reply::results(results))
}

/// `GET /gsqlserver/gsql/loading-jobs?action=getprogress&graph=&jobId=` (3.x)
pub(super) fn progress(call: &Call<'_>) -> Result<Reply, GsqlError> {
    match call.request.query.given("action") {
        Some("getprogress") => status(call, None),
        other => {
            let action = other.unwrap_or_default();
            Err(GsqlError::new(format!("The action '{action}' is not a valid one: getprogress.")))
        }
    }
}

fn found(call: &Call<'_>, id: &str) -> Result<std::sync::Arc<LoadRun>, GsqlError> {
    let run = call.state.loads.get(id);
    run.ok_or_else(|| GsqlError::new(format!("The loading job id '{id}' does not exist.")))
}

fn described(run: &LoadRun, now: u64) -> Value {
    let progress = run.progress();
    let statistics = progress.statistics();
    let until = if progress.ended == 0 { now } else { progress.ended };
    let duration = until.saturating_sub(run.started);
    let lines = statistics.file.lines();
    let speed = (lines * 1000).checked_div(duration).unwrap_or(lines);
    let (size, files) = (progress.size(), progress.files.len());
    let done = progress.files.iter().filter(|file| file.done).count();
    let percent = (done * 100).checked_div(files).unwrap_or(0);
    let task = |file: &FileProgress| {
        json!({
            "filename": file.variable, "path": file.name, "size": file.size,
            "statistics": counters(&file.statistics),
        })
    };
    let tasks: Vec<_> = progress.files.iter().map(task).collect();
    let mut overall = json!({
        "id": run.id, "jobName": run.job, "graphName": run.graph, "status": progress.state.name(),
        "startTime": run.started, "endTime": progress.ended, "duration": duration,
        "averageSpeed": speed,
        "currentSpeed": if progress.state == RunState::Running { speed } else { 0 },
        "size": size, "progress": percent, "statistics": counters(&statistics),
    });
    if let (Some(failure), Some(overall)) = (&progress.failure, overall.as_object_mut()) {
        overall.insert("error".to_owned(), failure.as_str().into());
    }
    json!({"overall": overall, "workers": [{"tasks": tasks}]})
}

/// Adds the counters that a status contains even if they are zero.
fn counters(statistics: &Statistics) -> Value {
    let mut described = load_statistics::nested(statistics, Detail::Samples);
    if let Some(file) = described.get_mut("fileLevel").and_then(Value::as_object_mut) {
        for name in ["notEnoughToken", "tokenExceedsBuffer"] {
            file.entry(name).or_insert(0.into());
        }
    }
    described
}

/// `GET .../abort?jobIds=[&isPause=true]`, `GET .../abort/{id}`
pub(super) fn abort(call: &Call<'_>, id: Option<&str>) -> Result<Reply, GsqlError> {
    let pause = call.request.query.is_true("isPause");
    let verb = if pause { "pause" } else { "abort" };
    let all = some(call, id, verb)?;
    for run in &all {
        if !run.stop(pause, pause) {
            return Err(refused(run, verb));
        }
    }
    let done = if pause { "paused" } else { "dropped" };
    Ok(Reply::done(format!("Successfully {done} loading job(s): [{}].", list(&all))))
}

/// `GET .../resume/{id}`
pub(super) fn resume(call: &Call<'_>, id: Option<&str>) -> Result<Reply, GsqlError> {
    let all = some(call, id, "resume")?;
    for run in &all {
        if !call.state.loads.resume(run, Drive::Background(call.request.work.running.clone())) {
            return Err(refused(run, "resume"));
        }
    }
    Ok(Reply::done(format!("Successfully resumed loading job(s): [{}].", list(&all))))
}

/// Returns the runs of the ids, of which at least one is required.
fn some(
    call: &Call<'_>,
    id: Option<&str>,
    verb: &str,
) -> Result<Vec<std::sync::Arc<LoadRun>>, GsqlError> {
    let ids = ids(call, id);
    if ids.is_empty() {
        return Err(GsqlError::new(format!("The jobIds to {verb} are missing.")));
    }
    ids.iter().map(|id| found(call, id)).collect()
}

fn refused(run: &LoadRun, verb: &str) -> GsqlError {
    let is = run.progress().state.name();
    GsqlError::new(format!("Failed to {verb} the loading job '{}': it is {is}.", run.id))
}

fn list(runs: &[std::sync::Arc<LoadRun>]) -> String {
    runs.iter().map(|run| run.id.as_str()).collect::<Vec<_>>().join(", ")
}
