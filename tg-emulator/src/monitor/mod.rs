//! Measurements of the server: requests, bytes and resource usage.

mod process;

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

pub(crate) use process::Usage;

/// The maximum number of recent requests to store.
const MAX_REQUESTS: usize = 100_000;
/// The age in seconds after which a request is removed. The server does not report older ones.
const MAX_AGE: u64 = 60;
/// The maximum number of measurements to store.
const MAX_SNAPSHOTS: usize = 1_000;

/// The license of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum License {
    /// Valid for this duration from now on.
    Valid(Duration),
    /// Expired: requests for data are rejected with `REST-10020`.
    Expired,
    /// Not present: requests for the license fail with `REST-5000`, all others succeed.
    Missing,
}

impl Default for License {
    fn default() -> Self {
        Self::Valid(Duration::from_secs(365 * 86_400))
    }
}

/// A completed request for data.
#[derive(Debug, Clone)]
pub(crate) struct CompletedRequest {
    pub(crate) graph: String,
    /// The method and the path without ids.
    pub(crate) endpoint: String,
    /// Seconds since 1970.
    pub(crate) at: u64,
    pub(crate) duration: Duration,
    /// `true` if the request exceeded the time limit of the server.
    pub(crate) timed_out: bool,
}

/// The requests for an endpoint in a period.
#[derive(Debug, Default)]
pub(crate) struct EndpointLoad {
    /// The durations in milliseconds, sorted.
    pub(crate) times: Vec<u128>,
    pub(crate) timed_out: usize,
}

impl EndpointLoad {
    pub(crate) fn completed(&self) -> usize {
        self.times.len()
    }

    pub(crate) fn average(&self) -> u128 {
        self.times.iter().sum::<u128>() / (self.times.len() as u128).max(1)
    }

    pub(crate) fn min(&self) -> u128 {
        self.times.first().copied().unwrap_or_default()
    }

    pub(crate) fn max(&self) -> u128 {
        self.times.last().copied().unwrap_or_default()
    }
}

/// The measurements at a point in time.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    /// Nanoseconds since 1970.
    pub(crate) at: u128,
    pub(crate) usage: Usage,
    pub(crate) received: u64,
    pub(crate) sent: u64,
    /// Requests per second over the last ten seconds.
    pub(crate) qps: f64,
}

/// The recent requests, the counters of bytes, and earlier measurements.
#[derive(Debug, Default)]
pub(crate) struct Monitor {
    recent: VecDeque<CompletedRequest>,
    received: u64,
    sent: u64,
    history: VecDeque<Snapshot>,
    pub(crate) license: License,
}

impl Monitor {
    /// Counts the bytes of a request of any kind.
    pub(crate) fn count(&mut self, received: usize, sent: usize) {
        self.received += received as u64;
        self.sent += sent as u64;
    }

    /// Stores a completed request for data.
    pub(crate) fn record(&mut self, request: CompletedRequest) {
        let now = request.at;
        while self.recent.len() >= MAX_REQUESTS
            || self.recent.front().is_some_and(|first| first.at + MAX_AGE < now)
        {
            self.recent.pop_front();
        }
        self.recent.push_back(request);
    }

    /// Returns the requests of the last `seconds` seconds.
    fn since(&self, now: u64, seconds: u64) -> impl Iterator<Item = &CompletedRequest> {
        let is_recent = move |it: &&CompletedRequest| it.at + seconds > now;
        self.recent.iter().filter(is_recent)
    }

    /// Returns the requests of the last `seconds` seconds by endpoint, for one graph or for all.
    pub(crate) fn by_endpoint(
        &self,
        now: u64,
        seconds: u64,
        graph: Option<&str>,
    ) -> BTreeMap<String, EndpointLoad> {
        let mut loads = BTreeMap::<_, EndpointLoad>::new();
        let is_meant = |it: &&CompletedRequest| graph.is_none_or(|graph| graph == it.graph);
        for request in self.since(now, seconds).filter(is_meant) {
            let load = loads.entry(request.endpoint.clone()).or_default();
            load.times.push(request.duration.as_millis());
            load.timed_out += usize::from(request.timed_out);
        }
        loads.values_mut().for_each(|load| load.times.sort_unstable());
        loads
    }

    /// Takes a measurement and returns all measurements, from the oldest to the newest.
    pub(crate) fn measure(&mut self, now: Duration) -> &VecDeque<Snapshot> {
        let recent = self.since(now.as_secs(), 10).count();
        let snapshot = Snapshot {
            at: now.as_nanos(),
            usage: Usage::now(),
            received: self.received,
            sent: self.sent,
            qps: recent as f64 / 10.0,
        };
        if self.history.len() == MAX_SNAPSHOTS {
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
    fn old_requests_are_removed() {
        let mut monitor = Monitor::default();
        let request = |at| CompletedRequest {
            graph: "g".to_owned(),
            endpoint: "GET /x".to_owned(),
            at,
            duration: Duration::ZERO,
            timed_out: false,
        };
        for at in [100, 155, 161] {
            monitor.record(request(at));
        }
        assert_eq!(monitor.since(161, 60).count(), 2);
        assert_eq!(monitor.since(161, 1).count(), 1);
        assert_eq!(monitor.recent.len(), 2);
    }
}
