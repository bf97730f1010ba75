//! The clock of a server, by which tokens expire and queries time out.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

/// A clock that runs with the machine's, ahead of it by what [`advance`](Self::advance) adds.
///
/// Clones are one clock. A test makes tokens expire by advancing it, without waiting:
///
/// ```
/// use std::time::Duration;
/// use tg_emulator::Clock;
///
/// let clock = Clock::new();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(3600));
/// assert!(clock.now() >= before + Duration::from_secs(3600));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead_millis: Arc<watch::Sender<u64>>,
    /// The time of a stopped clock.
    stopped_at: Option<SystemTime>,
}

impl Clock {
    /// Creates a clock that shows the machine's time.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a clock that moves only by [`advance`](Self::advance).
    #[must_use]
    pub fn stopped_at(time: SystemTime) -> Self {
        Self { stopped_at: Some(time), ..Self::default() }
    }

    /// Moves the clock forward, for all its clones. In whole milliseconds.
    pub fn advance(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.ahead_millis.send_modify(|ahead| *ahead = ahead.saturating_add(millis));
    }

    /// Returns the time of the clock.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let ahead = Duration::from_millis(*self.ahead_millis.borrow());
        let base = self.stopped_at.unwrap_or_else(SystemTime::now);
        base.checked_add(ahead).unwrap_or(base)
    }

    /// Waits until the clock reaches a time, by running or by being advanced.
    pub(crate) async fn reached(&self, time: SystemTime) {
        let mut moved = self.ahead_millis.subscribe();
        while let Ok(left) = time.duration_since(self.now()) {
            if left.is_zero() {
                return;
            }
            let runs = self.stopped_at.is_none();
            tokio::select! {
                () = tokio::time::sleep(left), if runs => {}
                // The sender is a field of `self`, so the channel cannot have closed.
                _ = moved.changed() => {}
            }
        }
    }

    /// Returns whole milliseconds since 1970.
    pub(crate) fn millis(&self) -> u64 {
        let since = self.now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    /// Returns whole seconds since 1970.
    pub(crate) fn seconds(&self) -> u64 {
        self.now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}
