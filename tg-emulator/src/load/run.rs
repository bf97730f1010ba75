//! One run of a job: its files, how far it has come, and what became of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::feed::Feed;
use super::statistics::Statistics;
use super::{BATCH, LoadError};
use crate::clock::Clock;
use crate::fault::Gate;
use crate::store::SharedDatabase;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunState {
    Running,
    Paused,
    Aborted,
    Finished,
    Failed,
}

impl RunState {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Paused => "PAUSED",
            Self::Aborted => "ABORTED",
            Self::Finished => "FINISHED",
            Self::Failed => "FAILED",
        }
    }

    pub(crate) fn is_over(self) -> bool {
        matches!(self, Self::Aborted | Self::Finished | Self::Failed)
    }
}

/// A run. Whoever shows it and whoever drives it share it.
pub(crate) struct LoadRun {
    pub(crate) id: String,
    pub(crate) graph: String,
    pub(crate) job: String,
    /// Milliseconds since 1970.
    pub(crate) started: u64,
    clock: Clock,
    /// What is asked of the run, and how often it has been resumed; whoever drives it listens.
    wanted: watch::Sender<(Wanted, u32)>,
    progress: Mutex<Progress>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Run,
    Stop,
}

/// How far a run has come.
pub(crate) struct Progress {
    pub(crate) state: RunState,
    /// Why it failed.
    pub(crate) failure: Option<String>,
    pub(crate) files: Vec<FileProgress>,
    /// Milliseconds since 1970; 0 while it is not over.
    pub(crate) ended: u64,
    lines_at_once: usize,
    /// Whether an abort leaves the way open to go on later.
    resumable: bool,
}

/// One file of a run.
pub(crate) struct FileProgress {
    /// The file variable.
    pub(crate) variable: String,
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) done: bool,
    pub(crate) statistics: Statistics,
    /// What is left to do.
    feed: Option<Feed>,
}

impl FileProgress {
    pub(super) fn new(variable: &str, name: &str, size: u64, feed: Feed) -> Self {
        Self {
            variable: variable.to_owned(),
            name: name.to_owned(),
            size,
            done: false,
            statistics: Statistics::default(),
            feed: Some(feed),
        }
    }

    /// What has been loaded by a request.
    pub(super) fn posted(variable: &str, size: u64, statistics: Statistics) -> Self {
        let (variable, name) = (variable.to_owned(), variable.to_owned());
        Self { variable, name, size, done: true, statistics, feed: None }
    }
}

impl Progress {
    /// What became of the lines of all files.
    pub(crate) fn statistics(&self) -> Statistics {
        let mut all = Statistics::default();
        self.files.iter().for_each(|file| all.add(&file.statistics));
        all
    }

    pub(crate) fn size(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

impl LoadRun {
    pub(super) fn new(
        id: String,
        (graph, job): (&str, &str),
        clock: &Clock,
        files: Vec<FileProgress>,
        lines_at_once: Option<usize>,
    ) -> Self {
        let progress = Progress {
            state: RunState::Running,
            failure: None,
            files,
            ended: 0,
            lines_at_once: lines_at_once.unwrap_or(BATCH),
            resumable: true,
        };
        Self {
            id,
            graph: graph.to_owned(),
            job: job.to_owned(),
            started: clock.millis(),
            clock: clock.clone(),
            wanted: watch::Sender::new((Wanted::Run, 0)),
            progress: Mutex::new(progress),
        }
    }

    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads the next lines; whether there are more.
    fn step(&self, database: &SharedDatabase) -> bool {
        let mut progress = self.progress();
        let lines = progress.lines_at_once;
        let Some(file) = progress.files.iter_mut().find(|file| !file.done) else {
            self.end(&mut progress, RunState::Finished);
            return false;
        };
        // Without one, whoever drove the run before it was stopped is still about it.
        let Some(mut feed) = file.feed.take() else { return true };
        // Who asks how far the run has come is not to wait for it.
        drop(progress);
        let outcome = feed.step(database, lines);
        let mut progress = self.progress();
        let Some(file) = progress.files.iter_mut().find(|file| !file.done) else { return false };
        file.statistics.clone_from(&feed.statistics);
        match outcome {
            Ok(true) => file.feed = Some(feed),
            Ok(false) => file.done = true,
            Err(error) => {
                progress.failure = Some(error.to_string());
                self.end(&mut progress, RunState::Failed);
                return false;
            }
        }
        true
    }

    fn end(&self, progress: &mut Progress, how: RunState) {
        if progress.state == RunState::Running || how == RunState::Aborted {
            progress.state = how;
            progress.ended = self.clock.millis();
        }
    }

    /// Runs to the end, in one go.
    pub(super) fn drive_now(&self, database: &SharedDatabase) {
        while self.step(database) {}
    }

    /// Runs in the background. Before each of the first batches there may be a gate.
    pub(super) async fn drive(self: Arc<Self>, database: SharedDatabase, gates: Vec<Gate>) {
        let mut wanted = self.wanted.subscribe();
        let own = wanted.borrow_and_update().1;
        let mut gates = gates.into_iter();
        loop {
            if let Some(gate) = gates.next() {
                tokio::select! {
                    () = gate.pass() => {}
                    _ = wanted.wait_for(|wanted| *wanted != (Wanted::Run, own)) => {}
                }
            }
            // Who stops a run has noted it; who resumes it drives again.
            if *wanted.borrow_and_update() != (Wanted::Run, own) || !self.step(&database) {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Stops a run that is not over, to go on later or not; whether it was still under way.
    pub(crate) fn stop(&self, pause: bool, resumable: bool) -> bool {
        let mut progress = self.progress();
        if progress.state.is_over() || (pause && progress.state == RunState::Paused) {
            return false;
        }
        progress.resumable = resumable;
        if pause {
            progress.state = RunState::Paused;
        } else {
            self.end(&mut progress, RunState::Aborted);
        }
        self.wanted.send_modify(|wanted| wanted.0 = Wanted::Stop);
        true
    }

    /// Makes a stopped run ready to go on; whether it was one.
    pub(super) fn make_ready(&self) -> bool {
        let mut progress = self.progress();
        let stopped = matches!(progress.state, RunState::Paused | RunState::Aborted);
        if !stopped || !progress.resumable {
            return false;
        }
        progress.state = RunState::Running;
        progress.ended = 0;
        self.wanted.send_modify(|wanted| *wanted = (Wanted::Run, wanted.1 + 1));
        true
    }

    /// Whether a request may load under the id of this run.
    pub(crate) fn takes_posts(&self, graph: &str, job: &str) -> bool {
        self.graph == graph && self.job == job && self.progress().state == RunState::Finished
    }

    /// Adds what a request has loaded under the id of this run.
    pub(super) fn add_posted(&self, file: FileProgress) {
        let mut progress = self.progress();
        progress.ended = self.clock.millis();
        progress.state = RunState::Finished;
        match progress.files.iter_mut().find(|known| known.variable == file.variable) {
            Some(known) => {
                known.size += file.size;
                known.statistics.add(&file.statistics);
            }
            None => progress.files.push(file),
        }
    }

    /// Why it failed, if it did.
    pub(crate) fn failure(&self) -> Option<LoadError> {
        self.progress().failure.clone().map(LoadError::Source)
    }
}
