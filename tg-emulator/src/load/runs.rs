//! The registry of the runs of loading jobs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tg_gsql::syntax::ast::LoadingJob as Definition;

use super::error::LoadError;
use super::expr::Env;
use super::feed::{Feed, Options};
use super::files::{Content, Files};
use super::plan::{Source, sources};
use super::run::{FileProgress, LoadRun};
use super::statistics::Statistics;
use crate::catalog::{LoadingJob, SharedStored};
use crate::clock::Clock;
use crate::fault::Gate;
use crate::store::SharedDatabase;

/// The runs of a server, with the data that they read and write.
pub(crate) struct Loads {
    pub(crate) files: Arc<Files>,
    database: SharedDatabase,
    stored: SharedStored,
    clock: Clock,
    runs: Mutex<Vec<Arc<LoadRun>>>,
}

/// The parameters of a run, which override those of the job.
#[derive(Debug, Clone, Default)]
pub(crate) struct RunRequest {
    /// The file variables to load; if empty, all of the job.
    pub(crate) inputs: Vec<Input>,
    pub(crate) options: Options,
    /// The value of `$sys.data_root`.
    pub(crate) data_root: Option<String>,
    /// The number of lines per step.
    pub(crate) batch: Option<usize>,
}

/// A file variable of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) variable: String,
    /// The location; `None` for that of the job.
    pub(crate) place: Option<Place>,
}

/// The location of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A path in the syntax of jobs; `$name:...` is in a data source.
    Path(String),
    /// A path in a data source, or a JSON document with paths.
    Object { source: String, path: String },
}

/// The way in which a run is executed.
pub(crate) enum Drive {
    /// To the end, before the call returns.
    Now,
    /// In the background.
    Background(Vec<Gate>),
}

impl Loads {
    pub(crate) fn new(
        files: Arc<Files>,
        database: SharedDatabase,
        stored: SharedStored,
        clock: Clock,
    ) -> Self {
        Self { files, database, stored, clock, runs: Mutex::default() }
    }

    /// Starts a run of a stored job.
    ///
    /// # Errors
    ///
    /// Fails if the job does not exist or cannot run, or if a file cannot be read. In this case
    /// nothing is loaded.
    pub(crate) fn start(
        &self,
        graph: &str,
        job: &str,
        request: &RunRequest,
        drive: Drive,
    ) -> Result<Arc<LoadRun>, LoadError> {
        let found = self.stored.lock().loading.get(graph, job).cloned();
        let missing = || LoadError::Job { job: job.to_owned(), graph: graph.to_owned() };
        let job = found.ok_or_else(missing)?;
        let mut files = Vec::new();
        let mut kind = "file";
        for (source, place) in inputs(&job.definition, request)? {
            let place = self.resolve_place(graph, place);
            if let Place::Object { .. } = place {
                kind = "source";
            }
            for content in self.contents(graph, &place, request)? {
                files.push(self.file(&job, &source, content, request)?);
            }
        }
        let run = {
            let mut runs = self.runs();
            let id = |millis: u64| format!("{graph}.{}.{kind}.m1.{millis}", job.name);
            let free =
                (self.clock.millis()..).map(id).find(|id| runs.iter().all(|run| run.id != *id));
            let id = free.unwrap_or_default();
            let run = LoadRun::new(id, (graph, &job.name), &self.clock, files, request.batch);
            let run = Arc::new(run);
            runs.push(run.clone());
            run
        };
        self.drive(&run, drive);
        Ok(run)
    }

    fn drive(&self, run: &Arc<LoadRun>, drive: Drive) {
        match drive {
            Drive::Background(gates) => {
                tokio::spawn(run.clone().drive(self.database.clone(), gates));
            }
            Drive::Now => run.drive_now(&self.database),
        }
    }

    /// Resolves a path of the form `$name:...` to a location in a data source.
    fn resolve_place(&self, graph: &str, place: Place) -> Place {
        let Place::Path(path) = &place else { return place };
        let source_path = path.strip_prefix('$').and_then(|rest| rest.split_once(':'));
        match source_path {
            Some((source, path))
                if self.stored.lock().sources.get(source, Some(graph)).is_some() =>
            {
                Place::Object { source: source.to_owned(), path: path.to_owned() }
            }
            _ => place,
        }
    }

    fn contents(
        &self,
        graph: &str,
        place: &Place,
        request: &RunRequest,
    ) -> Result<Vec<Content>, LoadError> {
        match place {
            Place::Path(path) => self.files.read(path, request.data_root.as_deref()),
            Place::Object { source, path } => {
                if self.stored.lock().sources.get(source, Some(graph)).is_none() {
                    let reason = format!("The data source '{source}' does not exist.");
                    return Err(LoadError::Source(reason));
                }
                let mut found = Vec::new();
                for name in object_names(path) {
                    found.extend(self.files.read_objects(source, &name)?);
                }
                Ok(found)
            }
        }
    }

    /// Makes a file of a run ready to be loaded.
    fn file(
        &self,
        job: &LoadingJob,
        source: &Source,
        content: Content,
        request: &RunRequest,
    ) -> Result<FileProgress, LoadError> {
        let env = Env {
            file_name: content.name.clone(),
            data_root: request.data_root.clone().unwrap_or_default(),
            now: self.clock.seconds(),
        };
        let size = content.bytes.len() as u64;
        let options = request.options.clone();
        let mut feed = Feed::new(job.clone(), source.clone(), content.bytes, options, env);
        feed.prepare(&self.database)?;
        Ok(FileProgress::new(&source.name, &content.name, size, feed))
    }

    pub(crate) fn get(&self, id: &str) -> Option<Arc<LoadRun>> {
        self.runs().iter().find(|run| run.id == id).cloned()
    }

    /// Returns the runs of a graph or of all graphs, in the order of their start.
    pub(crate) fn of(&self, graph: Option<&str>) -> Vec<Arc<LoadRun>> {
        let runs = self.runs();
        let own = runs.iter().filter(|run| graph.is_none_or(|graph| run.graph == graph));
        own.cloned().collect()
    }

    /// Resumes a stopped run. Returns `false` if it cannot be resumed.
    pub(crate) fn resume(&self, run: &Arc<LoadRun>, drive: Drive) -> bool {
        let is_resumed = run.make_ready();
        if is_resumed {
            self.drive(run, drive);
        }
        is_resumed
    }

    /// Records lines that a request has loaded under a run id of the client.
    pub(crate) fn add_posted(
        &self,
        id: &str,
        (graph, job): (&str, &str),
        variable: &str,
        size: usize,
        statistics: &Statistics,
    ) {
        let mut runs = self.runs();
        let run = runs.iter().find(|run| run.id == id).cloned().unwrap_or_else(|| {
            let run = LoadRun::new(id.to_owned(), (graph, job), &self.clock, Vec::new(), None);
            let run = Arc::new(run);
            runs.push(run.clone());
            run
        });
        // The lock is still held, since several requests can have the same id concurrently.
        run.add_posted(FileProgress::posted(variable, size as u64, statistics.clone()));
        drop(runs);
    }

    /// Stops all runs in the background.
    pub(crate) fn stop_all(&self) {
        for run in self.of(None) {
            run.stop(false, false);
        }
    }

    fn runs(&self) -> MutexGuard<'_, Vec<Arc<LoadRun>>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the sources of the job to load, with their locations.
fn inputs(job: &Definition, request: &RunRequest) -> Result<Vec<(Source, Place)>, LoadError> {
    let known = sources(job);
    let no_path = |name: &str| {
        LoadError::Source(format!(
            "The file variable '{name}' has no path; write USING {name}=\"path\"."
        ))
    };
    let own = |source: &Source| source.path.clone().map(Place::Path);
    if request.inputs.is_empty() {
        let all = known.into_iter().map(|source| {
            let place = own(&source).ok_or_else(|| no_path(&source.name))?;
            Ok((source, place))
        });
        return all.collect();
    }
    let mut all = Vec::new();
    for input in &request.inputs {
        let name = input.variable.as_str();
        let source = known.iter().find(|source| source.has_name(name)).ok_or_else(|| {
            let names: Vec<_> = known.iter().map(|source| source.name.as_str()).collect();
            let names = names.join(", ");
            LoadError::Source(format!(
                "The file variable '{name}' does not exist in the job, which loads {names}."
            ))
        })?;
        let place = input.place.clone().or_else(|| own(source)).ok_or_else(|| no_path(name))?;
        all.push((source.clone(), place));
    }
    Ok(all)
}

/// Returns the names of the objects of a path: the path itself, or the names in a document, such as
/// under `file.uris` or `topic`.
fn object_names(path: &str) -> Vec<String> {
    let document = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(path);
    let Ok(document) = document else { return vec![path.to_owned()] };
    let keys = ["file.uris", "file_uris", "uri", "topic", "query"];
    let named = keys.iter().find_map(|key| document.get(*key)?.as_str());
    let names = named.unwrap_or(path).split(',');
    names.map(|name| name.trim().to_owned()).collect()
}
