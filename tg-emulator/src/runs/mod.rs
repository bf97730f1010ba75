//! Queries at work: apart from the requests that started them, listed, timed, aborted.
//!
//! Knows nothing of HTTP, and of a query only that it takes time and ends somehow.

mod run;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(crate) use run::{End, Phase, Run, Work};

use crate::clock::Clock;
use crate::fault::WorkGates;
use crate::panics::Panics;

/// How long the result of a detached query is kept.
const KEPT_FOR: Duration = Duration::from_secs(3600);
/// How many detached queries are remembered.
const REMEMBERED: usize = 10_000;

/// What a run is started with.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) graph: String,
    /// As the lists of running queries show it.
    pub(crate) url: String,
    /// Whether nobody waits for it; then its result is kept.
    pub(crate) detached: bool,
    /// How long it may take.
    pub(crate) limit: Duration,
    pub(crate) gates: WorkGates,
}

/// The runs of a server.
#[derive(Debug)]
pub(crate) struct Runs {
    clock: Clock,
    panics: Panics,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    started: u64,
    runs: VecDeque<Arc<Run>>,
}

impl Runs {
    pub(crate) fn new(clock: Clock, panics: Panics) -> Self {
        Self { clock, panics, known: Mutex::default() }
    }

    /// Starts a run on tokio's runtime.
    pub(crate) fn start(&self, start: Start, work: Work) -> Arc<Run> {
        let now = self.clock.now();
        let run = {
            let mut known = self.known();
            known.forget_old(now);
            known.started += 1;
            let run = Arc::new(Run::new(id(known.started, now), &start, self.clock.clone()));
            known.runs.push_back(run.clone());
            run
        };
        let (panics, working) = (self.panics.clone(), run.clone());
        tokio::spawn(async move {
            if let Some(panic) = working.go(start.gates, work).await {
                panics.keep(panic);
            }
        });
        run
    }

    /// The runs that have not ended, oldest first.
    pub(crate) fn active(&self) -> Vec<Arc<Run>> {
        let known = self.known();
        known.runs.iter().filter(|run| !run.has_ended()).cloned().collect()
    }

    /// The detached runs, oldest first.
    pub(crate) fn detached(&self) -> Vec<Arc<Run>> {
        let mut known = self.known();
        known.forget_old(self.clock.now());
        known.runs.iter().filter(|run| run.detached).cloned().collect()
    }

    /// Ends everything, as when the server goes down.
    pub(crate) fn abort_all(&self) {
        for run in &self.known().runs {
            run.end(End::Aborted);
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn forget_old(&mut self, now: SystemTime) {
        self.runs.retain(|run| match run.phase() {
            Phase::Ended { at, .. } => {
                run.detached && now.duration_since(at).is_ok_and(|age| age < KEPT_FOR)
            }
            _ => true,
        });
        while self.runs.len() > REMEMBERED {
            let Some(at) = self.runs.iter().position(|run| run.has_ended()) else { return };
            self.runs.remove(at);
        }
    }
}

/// `<number>.<instance>.<start in milliseconds>.N`
fn id(number: u64, started: SystemTime) -> String {
    let millis = started.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    format!("{number}.RESTPP_1_1.{millis}.N")
}
