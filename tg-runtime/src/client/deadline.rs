//! The moment at which an operation must have ended.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::runtime;
use crate::error::{Error, ErrorKind, Result};

/// The moment at which an operation must have ended. It is computed once, when the operation
/// begins, and limits all that the operation does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    end: Option<Instant>,
    limit: Duration,
}

impl Deadline {
    /// No deadline.
    pub(crate) const NONE: Self = Self { end: None, limit: Duration::ZERO };

    /// Creates a deadline after this time; there is none if the clock cannot count that far.
    pub(crate) fn after(limit: Option<Duration>) -> Self {
        let end = limit.and_then(|limit| Instant::now().checked_add(limit));
        Self { end, limit: limit.unwrap_or_default() }
    }

    /// Returns the time limit of the next request.
    pub(crate) fn left(self) -> Option<Duration> {
        self.end.map(|end| end.saturating_duration_since(Instant::now()))
    }

    /// Waits for a part of the operation; `None` if the deadline came first.
    pub(crate) async fn until<T>(self, part: impl Future<Output = T>) -> Option<T> {
        match self.end {
            None => Some(part.await),
            Some(end) => timeout_at(end, part).await.ok(),
        }
    }

    /// Runs a part of the operation until the deadline.
    pub(crate) async fn bound<T>(self, part: impl Future<Output = Result<T>>) -> Result<T> {
        if self.end.is_some() {
            // A timer outside of a runtime would panic.
            runtime()?;
        }
        self.until(part).await.unwrap_or_else(|| Err(self.missed()))
    }

    /// Returns the error of an operation that has not ended.
    pub(crate) fn missed(self) -> Error {
        // A limit that is the rest of another has many digits.
        let milliseconds = self.limit.as_micros().div_ceil(1000).try_into().unwrap_or(u64::MAX);
        let limit = Duration::from_millis(milliseconds);
        Error::new(ErrorKind::TimedOut, format!("waited {limit:?}"))
    }
}
