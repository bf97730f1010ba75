//! Rules for repeating requests.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use crate::error::{Error, Repeat};

/// The number of times that a failed request is repeated, and the waits.
///
/// Only requests that are safe to repeat are repeated: those that surely were not executed, and
/// those that change nothing the second time. Of an addition, an insertion, a deletion, a query and
/// GSQL text, only the first holds: an answer of a gateway does not prove it. The waits double,
/// with jitter, and end at the deadline of the operation; a wait that the server requests
/// (`Retry-After`) takes precedence.
///
/// ```
/// # use tg_runtime::RetryPolicy;
/// # use std::time::Duration;
/// let policy = RetryPolicy::default().max_retries(8).max_total_delay(Duration::from_secs(180));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: usize,
    first_delay: Duration,
    max_delay: Duration,
    max_total_delay: Duration,
}

impl RetryPolicy {
    /// Repeats no request.
    pub const NEVER: Self = Self {
        max_retries: 0,
        first_delay: Duration::ZERO,
        max_delay: Duration::ZERO,
        max_total_delay: Duration::ZERO,
    };

    /// Waits up to three minutes, in which a suspended workspace of the Cloud starts.
    pub const PATIENT: Self = Self {
        max_retries: 20,
        first_delay: Duration::from_millis(500),
        max_delay: Duration::from_secs(15),
        max_total_delay: Duration::from_secs(180),
    };

    /// Sets the maximum number of repetitions of a request. Default: 4.
    #[must_use]
    pub const fn max_retries(mut self, retries: usize) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the wait before the first repetition, without jitter. Default: 250 ms.
    #[must_use]
    pub const fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// Sets the longest single wait, without jitter. Default: 10 s.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the maximum of the sum of all waits. Default: 30 s.
    #[must_use]
    pub const fn max_total_delay(mut self, delay: Duration) -> Self {
        self.max_total_delay = delay;
        self
    }

    pub(crate) fn waits(self) -> Waits {
        Waits {
            backoff: ExponentialBuilder::new()
                .with_jitter()
                .with_min_delay(self.first_delay)
                .with_max_delay(self.max_delay)
                .with_max_times(self.max_retries)
                .build(),
            left: self.max_total_delay,
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 4,
            first_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(10),
            max_total_delay: Duration::from_secs(30),
        }
    }
}

/// The waits of one operation.
pub(crate) struct Waits {
    backoff: ExponentialBackoff,
    left: Duration,
}

impl Waits {
    /// Returns the wait before the request is repeated; `None` if it is not repeated.
    pub(crate) fn after(&mut self, error: &Error, idempotent: bool) -> Option<Duration> {
        let safe = match error.repeat() {
            Repeat::Always => true,
            Repeat::IfIdempotent => idempotent,
            Repeat::Never | Repeat::InDoubt => false,
        };
        let backoff = if safe { self.backoff.next()? } else { return None };
        let wait = error.retry_after().unwrap_or(backoff);
        self.left = self.left.checked_sub(wait)?;
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn unavailable() -> Error {
        Error::bare(503, "")
    }

    #[test]
    fn the_number_of_repetitions_is_bounded() {
        let mut waits = RetryPolicy::default().max_retries(2).waits();
        assert!(waits.after(&unavailable(), true).is_some());
        assert!(waits.after(&unavailable(), true).is_some());
        assert_eq!(waits.after(&unavailable(), true), None);
    }

    #[test]
    fn a_wait_of_the_server_takes_precedence_and_counts() {
        let policy = RetryPolicy::default().max_total_delay(Duration::from_secs(10));
        let error = unavailable().with_retry_after(Some(Duration::from_secs(7)));
        let mut waits = policy.waits();
        assert_eq!(waits.after(&error, true), Some(Duration::from_secs(7)));
        assert_eq!(waits.after(&error, true), None, "14 s are more than 10");
    }

    #[test]
    fn the_longest_waits_add_up() {
        let policy = RetryPolicy::default()
            .first_delay(Duration::MAX / 2)
            .max_delay(Duration::MAX)
            .max_total_delay(Duration::MAX);
        let mut waits = policy.waits();
        assert!(waits.after(&unavailable(), true).is_some());
        assert_eq!(waits.after(&unavailable(), true), None);
    }

    #[test]
    fn only_what_is_safe_is_repeated() {
        let after = |error: &Error, idempotent| {
            RetryPolicy::default().waits().after(error, idempotent).is_some()
        };
        assert!(after(&Error::new(ErrorKind::Connect, ""), false));
        assert!(after(&Error::new(ErrorKind::Interrupted, ""), true));
        assert!(!after(&Error::new(ErrorKind::Interrupted, ""), false));
        assert!(!after(&Error::bare(400, ""), true));
        for status in [429, 500, 502, 503, 504, 520, 524] {
            assert!(after(&Error::bare(status, ""), true));
            assert!(!after(&Error::bare(status, ""), false), "a gateway proves nothing");
        }
    }
}
