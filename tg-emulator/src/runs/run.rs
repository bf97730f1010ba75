//! A run of a query.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch;

use super::Resources;
use crate::clock::Clock;
use crate::eval::{Budget, Failure, Output};
use crate::fault::WorkGates;
use crate::threads::on_own_thread;

/// The work of a run, which is executed on a thread of its own.
pub(super) type Work = Box<dyn FnOnce(&Budget) -> Result<Output, Failure> + Send>;

/// A run of a query: waiting, running or ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) id: String,
    pub(crate) graph: String,
    pub(crate) url: String,
    pub(crate) detached: bool,
    pub(crate) limit: Duration,
    /// The maximum memory in bytes.
    pub(super) memory: usize,
    /// The time of the request.
    pub(crate) requested_at: SystemTime,
    pub(super) clock: Clock,
    pub(super) phase: watch::Sender<Phase>,
}

/// The phase of a run.
#[derive(Debug, Clone)]
pub(crate) enum Phase {
    /// Waiting in the queue.
    Delayed,
    Running {
        since: SystemTime,
    },
    Ended {
        since: SystemTime,
        at: SystemTime,
        end: Arc<End>,
    },
}

/// The way in which a run ended.
#[derive(Debug)]
pub(crate) enum End {
    Done(Result<Output, Failure>),
    Timeout,
    Aborted,
    /// The work panicked, which is a bug in the emulator.
    Panicked,
}

impl Run {
    pub(crate) fn phase(&self) -> Phase {
        self.phase.borrow().clone()
    }

    pub(crate) fn has_ended(&self) -> bool {
        matches!(*self.phase.borrow(), Phase::Ended { .. })
    }

    /// Returns the end of the time limit. The limit of a waiting run starts at the earliest now.
    pub(crate) fn expires(&self) -> SystemTime {
        let since = match *self.phase.borrow() {
            Phase::Delayed => self.clock.now(),
            Phase::Running { since } | Phase::Ended { since, .. } => since,
        };
        since.checked_add(self.limit).unwrap_or(since)
    }

    /// Returns the running time so far, or the waiting time of a waiting run.
    pub(crate) fn elapsed(&self) -> Duration {
        let (since, until) = match *self.phase.borrow() {
            Phase::Delayed => (self.requested_at, self.clock.now()),
            Phase::Running { since } => (since, self.clock.now()),
            Phase::Ended { since, at, .. } => (since, at),
        };
        until.duration_since(since).unwrap_or_default()
    }

    /// Returns the memory of the result.
    pub(super) fn result_bytes(&self) -> usize {
        match &*self.phase.borrow() {
            Phase::Ended { end, .. } => match &**end {
                End::Done(Ok(output)) => output.bytes,
                _ => 0,
            },
            _ => 0,
        }
    }

    /// Waits until the run has ended.
    pub(crate) async fn ended(&self) -> Arc<End> {
        let mut phases = self.phase.subscribe();
        loop {
            if let Phase::Ended { end, .. } = &*phases.borrow_and_update() {
                return end.clone();
            }
            // `self` owns the sender, so the channel cannot be closed.
            let _ = phases.changed().await;
        }
    }

    /// Ends the run. Returns `false` if it had already ended.
    pub(crate) fn end(&self, end: End) -> bool {
        let now = self.clock.now();
        self.phase.send_if_modified(|phase| {
            let since = match *phase {
                Phase::Delayed => now,
                Phase::Running { since } => since,
                Phase::Ended { .. } => return false,
            };
            *phase = Phase::Ended { since, at: now, end: Arc::new(end) };
            true
        })
    }

    /// Returns the message for a caller whose query was aborted.
    pub(crate) fn abort_message(&self) -> String {
        format!("The query with request id ({}) is aborted by user.", self.id)
    }

    /// Aborts the run if it is running. As in the server, a waiting run cannot be aborted.
    pub(crate) fn abort(&self) -> bool {
        let is_running = matches!(*self.phase.borrow(), Phase::Running { .. });
        is_running && self.end(End::Aborted)
    }

    /// Executes the run to its end. Returns the payload if the work panicked.
    pub(super) async fn execute(
        self: &Arc<Self>,
        resources: &Resources,
        gates: WorkGates,
        work: Work,
    ) -> Option<Box<dyn Any + Send>> {
        let queue = async {
            for gate in &gates.queue {
                gate.pass().await;
            }
            resources.slots.acquire().await
        };
        let _slot = tokio::select! {
            slot = queue => slot,
            _ = self.ended() => return None,
        };
        let since = self.clock.now();
        self.phase.send_if_modified(|phase| {
            let is_waiting = matches!(phase, Phase::Delayed);
            if is_waiting {
                *phase = Phase::Running { since };
            }
            is_waiting
        });
        let expires = self.expires();
        let execution = async {
            for gate in &gates.running {
                gate.pass().await;
            }
            let (run, clock) = (self.clone(), self.clock.clone());
            // The real time is checked too, because an endless loop must also end if the test has
            // stopped the clock.
            let (started, limit) = (Instant::now(), self.limit);
            let is_over =
                move || run.has_ended() || clock.now() >= expires || started.elapsed() >= limit;
            let budget = Budget::new(is_over, self.memory, resources.memory.clone());
            let run = self.clone();
            // The thread itself ends the run: a task between would wait for its turn.
            let work = move || {
                let done = work(&budget);
                run.end(match done {
                    // The budget stops the work when the time limit is exceeded.
                    Err(failure) if failure.stopped => End::Timeout,
                    done => End::Done(done),
                });
            };
            on_own_thread(work).await
        };
        tokio::select! {
            biased;
            _ = self.ended() => None,
            done = execution => match done {
                Ok(()) => None,
                Err(payload) => {
                    self.end(End::Panicked);
                    Some(payload)
                }
            },
            () = self.clock.reached(expires) => {
                self.end(End::Timeout);
                None
            }
        }
    }
}
