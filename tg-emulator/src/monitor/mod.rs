//! What the server measures of itself.

mod process;

use std::collections::VecDeque;
use std::time::Duration;

pub(crate) use process::Usage;

/// How many requests are remembered at most.
const REMEMBERED: usize = 100_000;
/// How long they are, by the server's clock; nobody can ask about longer.
const WINDOW: u64 = 60;
/// How many earlier measurements are kept.
const HISTORY: usize = 1_000;

/// The license of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum License {
    /// Valid for so long from now on.
    Valid(Duration),
    /// It has ended: requests for data are refused with `REST-10020`.
    Expired,
    /// There is none: whoever asks for it gets `REST-5000`, everything else works.
    Missing,
}

impl Default for License {
    fn default() -> Self {
        Self::Valid(Duration::from_secs(365 * 86_400))
    }
}

/// One request that was answered.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) graph: String,
    /// Method and path, ids left out.
    pub(crate) endpoint: String,
    /// Seconds since 1970.
    pub(crate) at: u64,
    pub(crate) took: Duration,
    /// It was over the server's time limit.
    pub(crate) too_late: bool,
}

/// What is measured at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    /// Nanoseconds since 1970.
    pub(crate) at: u128,
    pub(crate) usage: Usage,
    pub(crate) received: u64,
    pub(crate) sent: u64,
    pub(crate) requests: u64,
    /// Requests a second, lately.
    pub(crate) qps: f64,
}

/// Counts of requests and bytes.
#[derive(Debug, Default)]
pub(crate) struct Monitor {
    answered: VecDeque<Answered>,
    requests: u64,
    received: u64,
    sent: u64,
    history: VecDeque<Snapshot>,
    pub(crate) license: License,
}

impl Monitor {
    /// Counts a request of any kind.
    pub(crate) fn count(&mut self, received: usize, sent: usize) {
        self.requests += 1;
        self.received += received as u64;
        self.sent += sent as u64;
    }

    /// Remembers a request for data.
    pub(crate) fn remember(&mut self, answered: Answered) {
        let now = answered.at;
        while self.answered.len() >= REMEMBERED
            || self.answered.front().is_some_and(|first| first.at + WINDOW < now)
        {
            self.answered.pop_front();
        }
        self.answered.push_back(answered);
    }

    /// The requests of the last seconds.
    pub(crate) fn since(&self, now: u64, seconds: u64) -> impl Iterator<Item = &Answered> {
        let recent = move |it: &&Answered| it.at + seconds > now;
        self.answered.iter().filter(recent)
    }

    /// Measures, and gives all that was measured so far, the newest last.
    pub(crate) fn measure(&mut self, now: Duration) -> &VecDeque<Snapshot> {
        let recent = self.since(now.as_secs(), 10).count();
        let snapshot = Snapshot {
            at: now.as_nanos(),
            usage: Usage::now(),
            received: self.received,
            sent: self.sent,
            requests: self.requests,
            qps: recent as f64 / 10.0,
        };
        if self.history.len() == HISTORY {
            self.history.pop_front();
        }
        self.history.push_back(snapshot);
        &self.history
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_requests_are_forgotten() {
        let mut monitor = Monitor::default();
        let answered = |at| Answered {
            graph: "g".to_owned(),
            endpoint: "GET /x".to_owned(),
            at,
            took: Duration::ZERO,
            too_late: false,
        };
        for at in [100, 155, 161] {
            monitor.remember(answered(at));
        }
        assert_eq!(monitor.since(161, 60).count(), 2);
        assert_eq!(monitor.since(161, 1).count(), 1);
        assert_eq!(monitor.answered.len(), 2);
    }
}
