//! Work that runs on the server: its state, and waiting for its end.

use std::fmt;
use std::ops::ControlFlow;
use std::time::Duration;

use tokio::time::sleep;

use super::{Deadline, Operation, operation};
use crate::error::{Error, ErrorKind, Result};

pub use crate::error::WorkState;

/// The pauses between two readings of a status.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pauses {
    next: Duration,
    max: Duration,
}

impl Pauses {
    /// Pauses of the same length.
    pub(crate) const fn of(pause: Duration) -> Self {
        Self { next: pause, max: pause }
    }

    /// Pauses that double up to five seconds, for work that may end at once or take an hour.
    pub(crate) const fn growing(first: Duration) -> Self {
        Self { next: first, max: Duration::from_secs(5) }
    }
}

/// A function that is called with each status.
pub(crate) type OnProgress<'a, S> = Box<dyn FnMut(&S) + Send + 'a>;

type Read<S> = Box<dyn FnMut() -> Operation<S> + Send>;
type End<S, T> = Box<dyn FnMut(S) -> Result<ControlFlow<Operation<T>, String>> + Send>;

/// Waits for work that runs on the server, and reads its status `S` until it has ended. Awaited, it
/// returns the result `T`; the method that returns it documents the result and the errors.
#[must_use = "operations do nothing until they are awaited"]
pub struct WaitFor<'a, S, T> {
    work: String,
    read: Read<S>,
    end: End<S, T>,
    pauses: Pauses,
    on_progress: Option<OnProgress<'a, S>>,
    timeout: Option<Duration>,
}

impl<'a, S, T> WaitFor<'a, S, T> {
    /// `read` reads the status, and `end` finds the result in it; while there is none, `end`
    /// returns the message of the error for the case that the time is over. `work` names the work
    /// in errors.
    pub(crate) fn new(
        work: String,
        pauses: Pauses,
        read: impl FnMut() -> Operation<S> + Send + 'static,
        end: impl FnMut(S) -> Result<ControlFlow<Operation<T>, String>> + Send + 'static,
    ) -> Self {
        let (read, end) = (Box::new(read), Box::new(end));
        Self { work, read, end, pauses, on_progress: None, timeout: None }
    }

    /// Sets the pause between two readings of the status.
    pub fn every(mut self, pause: Duration) -> Self {
        self.pauses = Pauses::of(pause);
        self
    }

    /// Calls this with each status.
    pub fn on_progress<'b>(self, call: impl FnMut(&S) + Send + 'b) -> WaitFor<'b, S, T>
    where
        'a: 'b,
    {
        WaitFor { on_progress: Some(Box::new(call)), ..self }
    }

    /// Takes the settings of a builder that waits for its own work.
    pub(crate) fn with(
        self,
        on_progress: Option<OnProgress<'a, S>>,
        timeout: Option<Duration>,
    ) -> Self {
        Self { on_progress, timeout, ..self }
    }

    async fn run(mut self) -> Result<T> {
        let deadline = Deadline::after(self.timeout);
        let result = self.poll(deadline).await;
        let result = result.map_err(|error| error.during(|| format!("wait for {}", self.work)))?;
        result.within(deadline).await
    }

    /// Reads the status until there is a result.
    async fn poll(&mut self, deadline: Deadline) -> Result<Operation<T>> {
        let Self { read, end, pauses: Pauses { next, max }, on_progress, .. } = self;
        loop {
            let status = read().within(deadline).await?;
            if let Some(call) = on_progress {
                call(&status);
            }
            let message = match end(status)? {
                ControlFlow::Break(result) => return Ok(result),
                ControlFlow::Continue(message) => message,
            };
            if deadline.left().is_some_and(|left| left <= *next) {
                return Err(Error::new(ErrorKind::TimedOut, message));
            }
            sleep(*next).await;
            *next = next.saturating_mul(2).min(*max);
        }
    }
}

operation!(impl ['a; 'a, S: Send + 'static, T: Send + 'static] WaitFor<'a, S, T> => T);

impl<S, T> fmt::Debug for WaitFor<'_, S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitFor").field("work", &self.work).finish_non_exhaustive()
    }
}
