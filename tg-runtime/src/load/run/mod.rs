//! Loading data that the server reads itself.

mod control;
mod source;
mod status;

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};

pub use control::LoadingRun;
pub use source::RunSource;
pub use status::LoadingStatus;

use tg_gsql::print;

use crate::client::Client;
use crate::client::api::{Form, Response, loading as api};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, operation};

/// Runs a loading job on files of the server and on data sources: [`LoadingJob::run`]. Awaited, it
/// returns the [`LoadingRun`] that has started.
///
/// `POST /gsql/v1/loading-jobs/run`; on 3.x `RUN LOADING JOB -noprint`.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// use std::time::Duration;
/// use tg_runtime::load::RunSource;
///
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let run = graph
///     .loading_job("load_packages")
///     .run()
///     .source("f", RunSource::data_source("s3", "s3a://bucket/packages.csv"))
///     .await?;
/// let status = run
///     .wait()
///     .on_progress(|status| println!("{} lines", status.report().lines().valid))
///     .timeout(Duration::from_secs(3600))
///     .await?;
/// status.report().require_clean()?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// With [`ErrorKind::UnknownName`] when there is no such job; when the server rejects a source. A
/// file that cannot be read may be reported only by the [status](LoadingRun::status).
///
/// [`LoadingJob::run`]: super::LoadingJob::run
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct RunLoading {
    client: Client,
    job: String,
    sources: Vec<(String, RunSource)>,
    data_root: Option<String>,
    dry_run: bool,
    streaming: bool,
    interval: Option<u32>,
    max_errors: Option<u64>,
    max_error_percent: Option<u8>,
    timeout: Option<Duration>,
}

#[derive(Deserialize)]
struct Started {
    #[serde(rename = "jobIds", alias = "jobId", default)]
    ids: Value,
}

impl RunLoading {
    pub(super) fn new(client: Client, job: String) -> Self {
        Self {
            client,
            job,
            sources: Vec::new(),
            data_root: None,
            dry_run: false,
            streaming: false,
            interval: None,
            max_errors: None,
            max_error_percent: None,
            timeout: None,
        }
    }

    /// Sets the source of a file variable of the job. A variable without a source has the path of
    /// its definition; when there are sources, only variables that have one are loaded.
    pub fn source(mut self, variable: impl Into<String>, source: RunSource) -> Self {
        self.sources.push((variable.into(), source));
        self
    }

    /// Sets `sys.data_root`, with which paths of the job may begin.
    pub fn data_root(mut self, path: impl Into<String>) -> Self {
        self.data_root = Some(path.into());
        self
    }

    /// Reads and counts without storing.
    pub fn dry_run(mut self) -> Self {
        self.dry_run = true;
        self
    }

    /// Continues with data that arrives later, for sources without an end. Servers from 4.1 on.
    pub fn streaming(mut self) -> Self {
        self.streaming = true;
        self
    }

    /// Sets the number of seconds between two pieces of data. Servers from 4.1 on.
    pub fn interval(mut self, seconds: u32) -> Self {
        self.interval = Some(seconds);
        self
    }

    /// Ends the run when more than this number of lines is invalid. Servers from 4.1 on.
    pub fn max_errors(mut self, count: u64) -> Self {
        self.max_errors = Some(count);
        self
    }

    /// Ends the run when more than this part of the lines, in percent, is invalid.
    pub fn max_error_percent(mut self, percent: u8) -> Self {
        self.max_error_percent = Some(percent.min(100));
        self
    }

    async fn run(self) -> Result<LoadingRun> {
        let deadline = Deadline::after(self.timeout);
        let scope = Scope::of_graph(&self.client, "run a loading job of");
        let job = Scope::name(&self.job, "loading job")?;
        let call = api::run(scope.graph(), &self.body(), self.statement(job)?);
        let id = match scope.run(call, deadline).await? {
            Response::Output(output) => id_in(&output).map(str::to_owned),
            response => {
                let started: Started = response.reply()?.json()?;
                first_id(&started.ids)
            }
        };
        let id = id.ok_or_else(|| {
            let message = "the answer does not contain the id of the run";
            scope.error(ErrorKind::Protocol, message)
        })?;
        Ok(LoadingRun::new(self.client, id))
    }

    /// Returns the body of 4.x, which is an array, although there is one job.
    fn body(&self) -> Value {
        let mut run = Map::new();
        run.insert("name".to_owned(), self.job.as_str().into());
        let sources: Vec<_> = self.sources.iter().map(|(name, it)| it.json(name)).collect();
        run.insert("dataSources".to_owned(), sources.into());
        let mut set = |key: &str, value: Value| {
            run.insert(key.to_owned(), value);
        };
        if let Some(path) = &self.data_root {
            set("sys.data_root", path.as_str().into());
        }
        if self.dry_run {
            set("dryrun", true.into());
        }
        if self.streaming {
            set("streaming", true.into());
        }
        if let Some(seconds) = self.interval {
            set("interval", seconds.into());
        }
        if let Some(count) = self.max_errors {
            set("maxNumError", count.into());
        }
        if let Some(percent) = self.max_error_percent {
            set("maxPercentError", percent.into());
        }
        json!([run])
    }

    /// Returns the statement of 3.x, which has not all options.
    fn statement(&self, job: &str) -> Result<Form> {
        let later = [
            ("`streaming`", self.streaming),
            ("`interval`", self.interval.is_some()),
            ("`max_errors`", self.max_errors.is_some()),
        ];
        if let Some((option, _)) = later.iter().find(|(_, is_set)| *is_set) {
            let message =
                format!("{option} of a run needs TigerGraph 4.1 or later, and the server is older");
            return Ok(Error::unsupported(message).into());
        }
        let data_root = self.data_root.as_deref().map(text).transpose()?;
        let mut options = Vec::new();
        if self.dry_run {
            options.push("-dryrun".to_owned());
        }
        if let Some(percent) = self.max_error_percent {
            options.push(format!("-max_percent_error {percent}"));
        }
        let mut files = Vec::new();
        for (variable, source) in &self.sources {
            let variable = Scope::name(variable, "file variable")?;
            files.push((variable.to_owned(), text(&source.text()?)?));
        }
        Ok(api::run_statement(data_root.as_deref(), &options, job, &files).into())
    }
}

operation!(impl [] RunLoading => LoadingRun);

/// Writes a string of GSQL, which cannot contain a line end.
fn text(text: &str) -> Result<String> {
    if text.contains(['\n', '\r']) {
        let message = format!("{text:?} has a line end, which a string of GSQL cannot contain");
        return Err(Error::new(ErrorKind::Encode, message));
    }
    Ok(print::string(text))
}

fn first_id(ids: &Value) -> Option<String> {
    match ids {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Array(ids) => ids.first().and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

/// Returns the id in the output of the shell, as in `Jobid: demo_graph_m1.1523663024967` or
/// `LOAD SUCCESSFUL for loading jobid ..`.
fn id_in(output: &str) -> Option<&str> {
    const LABEL: &str = "jobid";
    let at = output.to_ascii_lowercase().find(LABEL)? + LABEL.len();
    let rest = output[at..].trim_start_matches([':', '=', ' ', '\'', '"']);
    let end = rest.find(|c: char| !is_of_id(c)).unwrap_or(rest.len());
    let id = rest[..end].trim_end_matches('.');
    (!id.is_empty()).then_some(id)
}

/// Returns `true` if ids of runs may contain this character.
fn is_of_id(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_in_the_output_of_the_shell() {
        for output in [
            "[WARN] x\nJob name: j, Jobid: g_m1.1523663024967.\nLog directory: '/tmp'",
            "LOAD SUCCESSFUL for loading jobid g_m1.1523663024967",
            "jobid='g_m1.1523663024967'",
        ] {
            assert_eq!(id_in(output), Some("g_m1.1523663024967"), "{output}");
        }
        assert_eq!(id_in("nothing"), None);
        assert_eq!(id_in("jobid: "), None);
    }

    #[test]
    fn ids_are_a_list_or_a_text() {
        assert_eq!(first_id(&json!(["a", "b"])), Some("a".to_owned()));
        assert_eq!(first_id(&json!("a")), Some("a".to_owned()));
        for none in [json!([]), json!(null), json!(""), json!([1])] {
            assert_eq!(first_id(&none), None);
        }
    }
}
