//! `RUN LOADING JOB`, and the statements about runs of loading jobs.

use std::sync::Arc;

use tg_gsql::check;
use tg_gsql::syntax::ast::RunLoadingJob;
use tg_gsql::syntax::{Span, arguments, outline};

use super::NO_GRAPH;
use super::load_text;
use super::session::Session;
use crate::load::{
    Drive, ErrorLimits, Input, LoadError, LoadRun, Options, Overrides, Place, RunRequest,
};

impl Session<'_> {
    pub(super) fn run_loading_job(&mut self, run: &RunLoadingJob) {
        let name = &run.name.value;
        let graph = self.graph.as_deref();
        let stored = self.state.stored();
        let job = graph.and_then(|graph| stored.loading.get(graph, name)).cloned();
        let changes_schema = stored.jobs.find(name, graph).is_some();
        drop(stored);
        let (graph, job) = match (graph, job) {
            (Some(graph), Some(job)) => (graph.to_owned(), job),
            (_, None) if changes_schema => {
                return self.output.semantic_error(format!(
                    "'{name}' is a schema change job, not a loading job. Please use \
                     'RUN SCHEMA_CHANGE JOB {name}'."
                ));
            }
            (Some(graph), None) => {
                let (job, graph) = (name.clone(), graph.to_owned());
                return self.output.semantic_error(LoadError::Job { job, graph });
            }
            (None, _) => return self.output.failure(NO_GRAPH),
        };
        let findings = check::run_loading_job(&job.definition, run);
        if findings.iter().any(tg_gsql::Finding::is_error) {
            return self.output.findings(&findings);
        }
        let request = match request(run, self.data_root.clone()) {
            Ok(request) => request,
            Err(reason) => return self.output.semantic_error(reason),
        };
        let in_background = has_flag(run, "noprint");
        let drive =
            if in_background { Drive::Background(self.work.running.clone()) } else { Drive::Now };
        match self.state.loads.start(&graph, name, &request, drive) {
            Ok(run) => self.print_started(&run, in_background),
            Err(error) => {
                self.output.semantic_error(error);
                self.output.failure(format!("Failed to run the loading job: [{name}]."));
            }
        }
    }

    fn print_started(&mut self, run: &LoadRun, in_background: bool) {
        self.output.line("Starting the following job, i.e.");
        self.output.line(format!("  JobName: {}, jobid: {}", run.job, run.id));
        if in_background {
            let id = &run.id;
            self.output.line(format!("Use \"SHOW LOADING STATUS {id}\" to see how far it is."));
            return;
        }
        self.output.line(load_text::status(run));
        match run.failure() {
            Some(error) => {
                self.output.failure(format!("LOAD FAILED for loading jobid {}", run.id));
                self.output.semantic_error(error);
            }
            None => {
                self.output.line(format!("LOAD SUCCESSFUL for loading jobid {}", run.id));
            }
        }
    }

    /// `ABORT LOADING JOB`, `RESUME LOADING JOB`: of one run, or of all.
    pub(super) fn control_loading(&mut self, span: Span) {
        let arguments = arguments(span.of(self.script));
        let resumes = arguments.first().is_some_and(|verb| verb.eq_ignore_ascii_case("RESUME"));
        let Some(which) = arguments.get(3) else {
            return self.output.semantic_error("the id of a run, or ALL, is missing.");
        };
        let state = self.state;
        if which.eq_ignore_ascii_case("ALL") {
            let changed: Vec<_> = state
                .loads
                .of(self.graph.as_deref())
                .into_iter()
                .filter(|run| self.control(run, resumes))
                .map(|run| run.id.clone())
                .collect();
            let ids = changed.join(", ");
            let verb = if resumes { "resumed" } else { "aborted" };
            return self.output.line(format!("Successfully {verb} loading job(s): [{ids}]."));
        }
        let Some(run) = self.loading_run(which) else { return };
        let verb = if resumes { "resume" } else { "abort" };
        if self.control(&run, resumes) {
            let done = if resumes { "resumed" } else { "aborted" };
            self.output.line(format!("Successfully {done} loading job(s): [{which}]."));
        } else {
            let is = run.progress().state.name();
            self.output
                .semantic_error(format!("cannot {verb} the loading job '{which}': it is {is}."));
        }
    }

    fn control(&self, run: &Arc<LoadRun>, resumes: bool) -> bool {
        if resumes {
            self.state.loads.resume(run, Drive::Background(self.work.running.clone()))
        } else {
            run.stop(false, true)
        }
    }

    /// `SHOW LOADING STATUS id`, `SHOW LOADING STATUS ALL`, `SHOW LOADING ERROR id`
    pub(super) fn show_loading(&mut self, what: &str) {
        let arguments = arguments(what);
        let errors = arguments.first().is_some_and(|kind| kind.eq_ignore_ascii_case("ERROR"));
        let Some(which) = arguments.get(1) else {
            return self.output.semantic_error("the id of a run, or ALL, is missing.");
        };
        if which.eq_ignore_ascii_case("ALL") {
            let runs = self.state.loads.of(self.graph.as_deref());
            if runs.is_empty() {
                self.output.line("There is no loading job that is running or has run.");
            }
            runs.iter().for_each(|run| self.output.line(load_text::status(run)));
            return;
        }
        let Some(run) = self.loading_run(which) else { return };
        self.output.line(match errors {
            true => load_text::errors(&run),
            false => load_text::status(&run),
        });
    }

    fn loading_run(&mut self, id: &str) -> Option<Arc<LoadRun>> {
        let run = self.state.loads.get(id);
        if run.is_none() {
            self.output.semantic_error(format!("The loading job id '{id}' does not exist."));
        }
        run
    }
}

fn has_flag(run: &RunLoadingJob, name: &str) -> bool {
    run.flags.iter().any(|(flag, _)| flag.value.eq_ignore_ascii_case(name))
}

fn request(run: &RunLoadingJob, data_root: Option<String>) -> Result<RunRequest, String> {
    let flag = |name: &str| {
        let found = run.flags.iter().find(|(flag, _)| flag.value.eq_ignore_ascii_case(name));
        found.and_then(|(_, value)| value.as_ref()).map(|value| value.value.as_str())
    };
    let wrong = |name: &str, text: &str| format!("the flag -{name} cannot be '{text}'.");
    let mut limits = ErrorLimits::default();
    if let Some(text) = flag("max_num_error") {
        limits.number = Some(text.parse().map_err(|_| wrong("max_num_error", text))?);
    }
    if let Some(text) = flag("max_percent_error") {
        limits.percent = Some(text.parse().map_err(|_| wrong("max_percent_error", text))?);
    }
    let range = match flag("n") {
        Some(text) => Some(range(text).ok_or_else(|| wrong("n", text))?),
        None => None,
    };
    let mut request = RunRequest { data_root, ..RunRequest::default() };
    let mut overrides = Overrides::default();
    for (key, value) in &run.using {
        let value = value.as_ref().map(|value| value.value.clone());
        match (key.value.to_ascii_uppercase().as_str(), run.legacy) {
            ("CONCURRENCY" | "EOF", _) => {}
            ("BATCH_SIZE", _) => {
                request.batch = value.and_then(|it| it.parse().ok()).filter(|lines| *lines > 0);
            }
            ("FILENAME", true) => {
                let variable = "ONLINE_POST".to_owned();
                request.inputs.push(Input { variable, place: value.map(Place::Path) });
            }
            ("SEPARATOR", true) => overrides.separator = value.map(|it| unescaped(&it)),
            ("EOL", true) => overrides.eol = value.map(|it| unescaped(&it)),
            ("QUOTE" | "HEADER" | "JSON_FILE", true) => {
                return Err(format!("the emulator takes {} from the job only.", key.value));
            }
            _ => {
                let variable = key.value.clone();
                request.inputs.push(Input { variable, place: value.map(Place::Path) });
            }
        }
    }
    request.options = Options { overrides, limits, dry_run: has_flag(run, "dryrun"), range };
    Ok(request)
}

fn unescaped(text: &str) -> String {
    String::from_utf8_lossy(&outline::unescape(text)).into_owned()
}

/// Parses a range of lines. `50`: the first 50; `10,50`: from 10 to 50; `10,$`: from 10 on.
fn range(text: &str) -> Option<(u64, u64)> {
    let (first, last) = text.split_once(',').unwrap_or(("1", text));
    let last = if last == "$" { u64::MAX } else { last.parse().ok()? };
    Some((first.parse().ok()?, last))
}
