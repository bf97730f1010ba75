//! The limits that the server applies to a request.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

const TIMEOUT: HeaderName = HeaderName::from_static("gsql-timeout");
const RESPONSE_LIMIT: HeaderName = HeaderName::from_static("response-limit");
const THREAD_LIMIT: HeaderName = HeaderName::from_static("gsql-thread-limit");
const MEMORY_LIMIT: HeaderName = HeaderName::from_static("gsql-querylocalmemlimitmb");
const REPLICA: HeaderName = HeaderName::from_static("gsql-replica");
const ATOMIC_LEVEL: HeaderName = HeaderName::from_static("gsql-atomic-level");

/// The atomicity of an upsert or a request of a load (`gsql-atomic-level`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtomicLevel {
    /// All or nothing.
    Atomic,
    /// The valid part is stored.
    NonAtomic,
}

/// Limits of one request. A connection and a call have them; those of the call take precedence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) timeout: Option<Duration>,
    /// Bytes.
    pub(crate) response: Option<u64>,
    pub(crate) threads: Option<u32>,
    /// Megabytes.
    pub(crate) memory: Option<u64>,
    pub(crate) replica: Option<u32>,
    pub(crate) atomic: Option<AtomicLevel>,
}

/// The kind of work of the server, which decides the limits that apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Other work: time and size are limited.
    Other,
    /// Running a query.
    Query,
    /// Storing vertices and edges, as they are or by a loading job.
    Upsert,
}

impl Limits {
    /// Creates limits with a time limit only.
    pub(crate) fn of_time(timeout: Option<Duration>) -> Self {
        Self { timeout, ..Self::default() }
    }

    /// Returns these limits with another time limit: the rest of it, for one of several requests.
    pub(crate) fn within(self, timeout: Option<Duration>) -> Self {
        Self { timeout, ..self }
    }

    /// Returns these limits, and the others where these are not set.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            timeout: self.timeout.or(others.timeout),
            response: self.response.or(others.response),
            threads: self.threads.or(others.threads),
            memory: self.memory.or(others.memory),
            replica: self.replica.or(others.replica),
            atomic: self.atomic.or(others.atomic),
        }
    }

    /// Writes the limits that apply to this kind of work.
    pub(super) fn write(self, work: Work, headers: &mut HeaderMap) {
        if let Some(limit) = self.timeout {
            // The server takes zero as no limit.
            let milliseconds = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX).max(1);
            headers.insert(TIMEOUT, HeaderValue::from(milliseconds));
        }
        if let Some(bytes) = self.response {
            headers.insert(RESPONSE_LIMIT, HeaderValue::from(bytes));
        }
        match work {
            Work::Other => {}
            Work::Query => {
                if let Some(threads) = self.threads {
                    headers.insert(THREAD_LIMIT, HeaderValue::from(threads));
                }
                if let Some(megabytes) = self.memory {
                    headers.insert(MEMORY_LIMIT, HeaderValue::from(megabytes));
                }
                if let Some(replica) = self.replica {
                    headers.insert(REPLICA, HeaderValue::from(replica));
                }
            }
            Work::Upsert => {
                if let Some(level) = self.atomic {
                    let level = match level {
                        AtomicLevel::Atomic => "atomic",
                        AtomicLevel::NonAtomic => "nonatomic",
                    };
                    headers.insert(ATOMIC_LEVEL, HeaderValue::from_static(level));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Limits = Limits {
        timeout: Some(Duration::from_millis(1500)),
        response: Some(2),
        threads: Some(3),
        memory: Some(4),
        replica: Some(5),
        atomic: Some(AtomicLevel::NonAtomic),
    };

    fn written(work: Work) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        ALL.write(work, &mut headers);
        let text = |value: &HeaderValue| value.to_str().unwrap().to_owned();
        let mut all: Vec<_> =
            headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        all.sort();
        all
    }

    fn lines(lines: &[(&str, &str)]) -> Vec<(String, String)> {
        lines.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn each_work_has_its_headers() {
        let general = [("gsql-timeout", "1500"), ("response-limit", "2")];
        assert_eq!(written(Work::Other), lines(&general));
        assert_eq!(
            written(Work::Query),
            lines(&[
                ("gsql-querylocalmemlimitmb", "4"),
                ("gsql-replica", "5"),
                ("gsql-thread-limit", "3"),
                general[0],
                general[1]
            ])
        );
        let atomic = [("gsql-atomic-level", "nonatomic"), general[0], general[1]];
        assert_eq!(written(Work::Upsert), lines(&atomic));
    }

    #[test]
    fn limits_of_a_call_take_precedence() {
        let call = Limits { response: Some(9), ..Limits::default() };
        assert_eq!(call.or(ALL), Limits { response: Some(9), ..ALL });
        assert_eq!(ALL.or(call), ALL);
    }

    #[test]
    fn a_limit_of_zero_is_still_a_limit() {
        let mut headers = HeaderMap::new();
        Limits::of_time(Some(Duration::ZERO)).write(Work::Other, &mut headers);
        assert_eq!(headers[TIMEOUT], "1");
    }
}
