//! The registry of running queries, independent of the requests that started them.

mod effects;
mod run;

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{Semaphore, watch};

use run::Work;
pub(crate) use run::{End, Phase, Run};

use crate::catalog::SharedStored;
use crate::clock::Clock;
use crate::eval::{Argument, Failure, Host, MemoryPool, Program, Settings};
use crate::fault::WorkGates;
use crate::panics::Panics;
use crate::store::SharedDatabase;

/// The time for which the result of a detached query is available.
const RESULT_LIFETIME: Duration = Duration::from_secs(3600);
/// The maximum number of ended runs to store.
const MAX_RUNS: usize = 10_000;

/// The maximum memory of the results of all ended runs, in bytes.
const MAX_RESULT_BYTES: usize = 256 << 20;
/// The maximum number of queries that run at the same time; others wait in the queue.
const MAX_RUNNING: usize = 256;

/// The message about a query that was started in detached mode.
pub(crate) const SUBMITTED: &str = "The query is successfully submitted. Please check query \
                                    status using the request id.";

/// The time limit of a query whose caller does not set one.
pub(crate) const DEFAULT_LIMIT: Duration = Duration::from_secs(16);

/// The maximum memory of a query whose caller does not set one, in bytes.
pub(crate) const DEFAULT_MEMORY: usize = 512 << 20;

/// A query to start.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) program: Arc<Program>,
    pub(crate) graph: String,
    pub(crate) arguments: BTreeMap<String, Argument>,
    /// The names of the user's roles in the graph.
    pub(crate) roles: Vec<String>,
    /// The URL in the lists of running queries.
    pub(crate) url: String,
    /// `true` if the caller does not wait for the result; then the result is stored.
    pub(crate) detached: bool,
    /// The time limit.
    pub(crate) limit: Duration,
    /// The maximum memory in bytes.
    pub(crate) memory: usize,
    pub(crate) gates: WorkGates,
}

/// The runs of a server.
#[derive(Debug)]
pub(crate) struct Runs {
    database: SharedDatabase,
    stored: SharedStored,
    /// The folder in which queries write files. Without it, they cannot write.
    root: Option<PathBuf>,
    settings: Arc<Settings>,
    clock: Clock,
    panics: Panics,
    resources: Arc<Resources>,
    registry: Arc<Mutex<Registry>>,
}

/// The resources that running queries share.
#[derive(Debug)]
struct Resources {
    /// One for each query that can run at the same time.
    slots: Semaphore,
    memory: MemoryPool,
}

#[derive(Debug, Default)]
struct Registry {
    started: u64,
    /// `true` if the server stops and no query can be started any more.
    closed: bool,
    runs: VecDeque<Arc<Run>>,
}

impl Runs {
    pub(crate) fn new(
        database: SharedDatabase,
        stored: SharedStored,
        root: Option<PathBuf>,
        settings: Settings,
        clock: Clock,
        panics: Panics,
    ) -> Self {
        let slots = Semaphore::new(MAX_RUNNING);
        let resources = Arc::new(Resources { slots, memory: MemoryPool::default() });
        let (settings, registry) = (Arc::new(settings), Arc::default());
        Self { database, stored, root, settings, clock, panics, resources, registry }
    }

    /// Starts a query on the runtime of tokio, with its work on a thread of its own. RESTPP,
    /// the GSQL server and scripts all start queries here.
    ///
    /// # Errors
    ///
    /// If the run is detached and a parameter has no value: its caller would not see the failure.
    pub(crate) fn start(&self, start: Start) -> Result<Arc<Run>, Failure> {
        let Start { program, graph, arguments, roles, .. } = start;
        if start.detached {
            program.bind(&self.database.read(), &graph, &arguments)?;
        }
        let now = self.clock.now();
        let run = {
            let mut registry = self.registry();
            registry.remove_old(now, MAX_RESULT_BYTES);
            registry.started += 1;
            let run = Arc::new(Run {
                id: id(registry.started, now),
                graph: graph.clone(),
                url: start.url,
                detached: start.detached,
                limit: start.limit,
                memory: start.memory,
                requested_at: now,
                clock: self.clock.clone(),
                phase: watch::Sender::new(Phase::Delayed),
            });
            if registry.closed {
                run.end(End::Aborted);
            }
            registry.runs.push_back(run.clone());
            run
        };
        let (database, stored) = (self.database.clone(), self.stored.clone());
        let (root, settings) = (self.root.clone(), self.settings.clone());
        let work: Work = Box::new(move |budget| {
            let name = graph.clone();
            let library = move |called: &str| {
                let stored = stored.lock();
                stored.queries.get(&name, called).and_then(|query| query.program.clone())
            };
            let snapshot = database.read();
            let (library, settings, roles) = (&library, &*settings, &*roles);
            let host = Host { library, settings, budget, roles };
            let ran = program.run(&snapshot, &graph, &arguments, host);
            let (output, effects) = ran?;
            effects::apply(&database, &snapshot, effects, root.as_deref())?;
            Ok(output)
        });
        let (panics, resources, task_run) =
            (self.panics.clone(), self.resources.clone(), run.clone());
        let (registry, clock) = (self.registry.clone(), self.clock.clone());
        tokio::spawn(async move {
            if let Some(panic) = task_run.execute(&resources, start.gates, work).await {
                panics.keep(panic);
            }
            if task_run.detached {
                lock(&registry).remove_old(clock.now(), MAX_RESULT_BYTES);
            }
        });
        Ok(run)
    }

    /// Returns the runs that have not ended, oldest first.
    pub(crate) fn active(&self) -> Vec<Arc<Run>> {
        let registry = self.registry();
        registry.runs.iter().filter(|run| !run.has_ended()).cloned().collect()
    }

    /// Returns the detached runs, oldest first.
    pub(crate) fn detached(&self) -> Vec<Arc<Run>> {
        let mut registry = self.registry();
        registry.remove_old(self.clock.now(), MAX_RESULT_BYTES);
        registry.runs.iter().filter(|run| run.detached).cloned().collect()
    }

    /// Aborts all runs, also those that are started later. The server calls it when it stops.
    pub(crate) fn abort_all(&self) {
        let mut registry = self.registry();
        registry.closed = true;
        for run in &registry.runs {
            run.end(End::Aborted);
        }
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        lock(&self.registry)
    }
}

fn lock(registry: &Mutex<Registry>) -> MutexGuard<'_, Registry> {
    registry.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Registry {
    /// Removes runs whose result is no longer available, and the oldest results above the maximum.
    fn remove_old(&mut self, now: SystemTime, max_bytes: usize) {
        self.runs.retain(|run| match run.phase() {
            Phase::Ended { at, .. } => {
                // A run that ended since `now` was read, or before the clock went back, is new.
                let age = now.duration_since(at).unwrap_or_default();
                run.detached && age < RESULT_LIFETIME
            }
            _ => true,
        });
        let mut bytes: usize = self.runs.iter().map(|run| run.result_bytes()).sum();
        while self.runs.len() > MAX_RUNS || bytes > max_bytes {
            let Some(at) = self.runs.iter().position(|run| run.has_ended()) else { return };
            bytes -= self.runs.remove(at).map_or(0, |run| run.result_bytes());
        }
    }
}

/// Returns the id of a run: `<number>.<instance>.<start in milliseconds>.N`.
fn id(number: u64, started: SystemTime) -> String {
    let millis = started.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    format!("{number}.RESTPP_1_1.{millis}.N")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Output, PrintedValue};

    fn ended(id: &str, bytes: usize) -> Arc<Run> {
        let run = Run {
            id: id.to_owned(),
            graph: String::new(),
            url: String::new(),
            detached: true,
            limit: DEFAULT_LIMIT,
            memory: DEFAULT_MEMORY,
            requested_at: SystemTime::now(),
            clock: Clock::new(),
            phase: watch::Sender::new(Phase::Delayed),
        };
        let results = vec![PrintedValue::Bool(true)];
        run.end(End::Done(Ok(Output { results, bytes, message: String::new(), schema: 0 })));
        Arc::new(run)
    }

    #[test]
    fn the_oldest_results_are_removed_above_the_maximum() {
        let runs = [("a", 60), ("b", 30), ("c", 40)].map(|(id, bytes)| ended(id, bytes));
        let mut registry = Registry { runs: runs.into(), ..Registry::default() };
        registry.remove_old(SystemTime::now(), 100);
        let ids: Vec<_> = registry.runs.iter().map(|run| run.id.as_str()).collect();
        assert_eq!(ids, ["b", "c"]);
    }

    #[test]
    fn a_run_that_ends_while_old_runs_are_removed_stays() {
        let now = SystemTime::now() - Duration::from_millis(1);
        let mut registry = Registry { runs: [ended("a", 1)].into(), ..Registry::default() };
        registry.remove_old(now, MAX_RESULT_BYTES);
        assert_eq!(registry.runs.len(), 1);
        registry.remove_old(SystemTime::now() + RESULT_LIFETIME, MAX_RESULT_BYTES);
        assert!(registry.runs.is_empty());
    }
}
