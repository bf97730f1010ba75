//! A run of a loading job: its files, progress and counters.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::feed::Feed;
use super::statistics::Statistics;
use super::{BATCH, LoadError};
use crate::clock::Clock;
use crate::fault::Gate;
use crate::store::SharedDatabase;
use crate::threads::blocking;

/// The state of a run.
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

/// A run of a loading job.
pub(crate) struct LoadRun {
    pub(crate) id: String,
    pub(crate) graph: String,
    pub(crate) job: String,
    /// Milliseconds since 1970.
    pub(crate) started: u64,
    clock: Clock,
    /// The command for the task that executes the run, and the number of times that the run was
    /// resumed. A task stops if either changes, so that a run never has two tasks.
    command: watch::Sender<(Command, u32)>,
    progress: Mutex<Progress>,
}

/// A command for the task that executes a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    Run,
    Stop,
}

/// The progress of a run.
pub(crate) struct Progress {
    pub(crate) state: RunState,
    /// The error message of a failed run.
    pub(crate) failure: Option<String>,
    pub(crate) files: Vec<FileProgress>,
    /// Milliseconds since 1970; 0 if the run has not ended.
    pub(crate) ended: u64,
    lines_per_step: usize,
    /// `true` if an aborted run can be resumed.
    resumable: bool,
}

/// The progress of a file of a run.
pub(crate) struct FileProgress {
    /// The file variable.
    pub(crate) variable: String,
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) done: bool,
    pub(crate) statistics: Statistics,
    /// The state of loading. `None` while a step is executed, and at the end.
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

    /// Creates the progress of lines that a request has loaded.
    pub(super) fn posted(variable: &str, size: u64, statistics: Statistics) -> Self {
        let (variable, name) = (variable.to_owned(), variable.to_owned());
        Self { variable, name, size, done: true, statistics, feed: None }
    }
}

impl Progress {
    /// Returns the counters of all files.
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
        lines_per_step: Option<usize>,
    ) -> Self {
        let progress = Progress {
            state: RunState::Running,
            failure: None,
            files,
            ended: 0,
            lines_per_step: lines_per_step.unwrap_or(BATCH),
            resumable: true,
        };
        Self {
            id,
            graph: graph.to_owned(),
            job: job.to_owned(),
            started: clock.millis(),
            clock: clock.clone(),
            command: watch::Sender::new((Command::Run, 0)),
            progress: Mutex::new(progress),
        }
    }

    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads the next lines. Returns `true` if there are more.
    fn step(&self, database: &SharedDatabase) -> bool {
        let mut progress = self.progress();
        let lines = progress.lines_per_step;
        let Some(file) = progress.files.iter_mut().find(|file| !file.done) else {
            self.end(&mut progress, RunState::Finished);
            return false;
        };
        // A previous task, from before the run was stopped, can still execute its last step.
        let Some(mut feed) = file.feed.take() else { return true };
        // Requests for the progress must not wait for the step.
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

    fn end(&self, progress: &mut Progress, end_state: RunState) {
        if progress.state == RunState::Running || end_state == RunState::Aborted {
            progress.state = end_state;
            progress.ended = self.clock.millis();
        }
    }

    /// Executes the run to its end.
    pub(super) fn drive_now(&self, database: &SharedDatabase) {
        while self.step(database) {}
    }

    /// Executes the run in the background. Each of the first steps waits for its gate.
    pub(super) async fn drive(self: Arc<Self>, database: SharedDatabase, gates: Vec<Gate>) {
        let mut command = self.command.subscribe();
        let resumed = command.borrow_and_update().1;
        let mut gates = gates.into_iter();
        loop {
            if let Some(gate) = gates.next() {
                tokio::select! {
                    () = gate.pass() => {}
                    _ = command.wait_for(|command| *command != (Command::Run, resumed)) => {}
                }
            }
            // `stop` has already set the state of the run, and `resume` starts another task.
            if *command.borrow_and_update() != (Command::Run, resumed) {
                return;
            }
            let (run, database) = (self.clone(), database.clone());
            if !blocking(move || run.step(&database)).await {
                return;
            }
        }
    }

    /// Pauses or aborts a run. Returns `false` if it has already ended or is already paused.
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
        self.command.send_modify(|command| command.0 = Command::Stop);
        true
    }

    /// Prepares a stopped run to be resumed. Returns `false` if it cannot be resumed.
    pub(super) fn make_ready(&self) -> bool {
        let mut progress = self.progress();
        let is_stopped = matches!(progress.state, RunState::Paused | RunState::Aborted);
        if !is_stopped || !progress.resumable {
            return false;
        }
        progress.state = RunState::Running;
        progress.ended = 0;
        self.command.send_modify(|command| *command = (Command::Run, command.1 + 1));
        true
    }

    /// Returns `true` if a request can load lines under the id of this run.
    pub(crate) fn accepts_posts(&self, graph: &str, job: &str) -> bool {
        self.graph == graph && self.job == job && self.progress().state == RunState::Finished
    }

    /// Adds lines that a request has loaded under the id of this run.
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

    /// Returns the error of a failed run.
    pub(crate) fn failure(&self) -> Option<LoadError> {
        self.progress().failure.clone().map(LoadError::Source)
    }
}
