//! One run.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch;

use super::Start;
use crate::clock::Clock;
use crate::eval::{Budget, Failure, Output};
use crate::fault::WorkGates;

/// What a run does, on a thread of its own.
pub(crate) type Work = Box<dyn FnOnce(&Budget) -> Result<Output, Failure> + Send>;

/// A query that runs, waits to run, or has run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) id: String,
    pub(crate) graph: String,
    pub(crate) url: String,
    pub(crate) detached: bool,
    pub(crate) limit: Duration,
    /// When the request came.
    pub(crate) asked: SystemTime,
    clock: Clock,
    phase: watch::Sender<Phase>,
}

/// Where a run stands.
#[derive(Debug, Clone)]
pub(crate) enum Phase {
    /// It waits for its turn.
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

/// How a run ended.
#[derive(Debug)]
pub(crate) enum End {
    Done(Result<Output, Failure>),
    Timeout,
    Aborted,
    /// The work panicked, which is a fault of the emulator.
    Broken,
}

impl Run {
    pub(super) fn new(id: String, start: &Start, clock: Clock) -> Self {
        Self {
            id,
            graph: start.graph.clone(),
            url: start.url.clone(),
            detached: start.detached,
            limit: start.limit,
            asked: clock.now(),
            clock,
            phase: watch::Sender::new(Phase::Delayed),
        }
    }

    pub(crate) fn phase(&self) -> Phase {
        self.phase.borrow().clone()
    }

    pub(crate) fn has_ended(&self) -> bool {
        matches!(*self.phase.borrow(), Phase::Ended { .. })
    }

    /// When its time is over; for one that waits, if it began now.
    pub(crate) fn expires(&self) -> SystemTime {
        let since = match *self.phase.borrow() {
            Phase::Delayed => self.clock.now(),
            Phase::Running { since } | Phase::Ended { since, .. } => since,
        };
        since.checked_add(self.limit).unwrap_or(since)
    }

    /// How long it has taken so far.
    pub(crate) fn elapsed(&self) -> Duration {
        let (since, until) = match *self.phase.borrow() {
            Phase::Delayed => (self.asked, self.clock.now()),
            Phase::Running { since } => (since, self.clock.now()),
            Phase::Ended { since, at, .. } => (since, at),
        };
        until.duration_since(since).unwrap_or_default()
    }

    /// Waits until it has ended.
    pub(crate) async fn ended(&self) -> Arc<End> {
        let mut phases = self.phase.subscribe();
        loop {
            if let Phase::Ended { end, .. } = &*phases.borrow_and_update() {
                return end.clone();
            }
            // The sender is ours, so the channel cannot have closed.
            let _ = phases.changed().await;
        }
    }

    /// Ends it, unless it has ended; whether this was its end.
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

    /// Aborts it if it runs; one that waits for its turn cannot be aborted.
    pub(crate) fn abort(&self) -> bool {
        let running = matches!(*self.phase.borrow(), Phase::Running { .. });
        running && self.end(End::Aborted)
    }

    /// Runs to the end. A panic of the work is handed over.
    pub(super) async fn go(
        self: &Arc<Self>,
        gates: WorkGates,
        work: Work,
    ) -> Option<Box<dyn Any + Send>> {
        let queue = async {
            for gate in &gates.queue {
                gate.pass().await;
            }
        };
        tokio::select! {
            () = queue => {}
            _ = self.ended() => return None,
        }
        let since = self.clock.now();
        self.phase.send_if_modified(|phase| {
            let waits = matches!(phase, Phase::Delayed);
            if waits {
                *phase = Phase::Running { since };
            }
            waits
        });
        let expires = self.expires();
        let working = async {
            for gate in &gates.running {
                gate.pass().await;
            }
            let (run, clock) = (self.clone(), self.clock.clone());
            // A clock that stands still must not keep what loops from ending: writers wait for it.
            let (begun, limit) = (Instant::now(), self.limit);
            let budget = Budget::new(move || {
                run.has_ended() || clock.now() >= expires || begun.elapsed() >= limit
            });
            tokio::task::spawn_blocking(move || work(&budget)).await
        };
        tokio::select! {
            biased;
            _ = self.ended() => None,
            done = working => match done {
                // What stopped because its time was over has not ended by itself.
                Ok(Err(failure)) if failure.stopped => {
                    self.end(End::Timeout);
                    None
                }
                Ok(done) => {
                    self.end(End::Done(done));
                    None
                }
                Err(error) => {
                    self.end(End::Broken);
                    error.try_into_panic().ok()
                }
            },
            () = self.clock.reached(expires) => {
                self.end(End::Timeout);
                None
            }
        }
    }
}
