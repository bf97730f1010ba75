//! The outcome of a load.

use std::fmt::{self, Write as _};

use super::statistics::{InvalidLine, LineCounts, ObjectCounts, ObjectKind, Statistics};
use crate::error::{Error, ErrorKind, Result};

/// The maximum number of invalid lines in a report.
pub(super) const MAX_INVALID_LINES: usize = 1_000;

/// The maximum number of invalid lines in an error.
const MAX_LINES_IN_ERROR: usize = 5;

/// The outcome of each line of a load, over all its requests.
///
/// The server reports success even if it could not read any line. Check with
/// [`is_clean`](Self::is_clean), or make it an error with [`require_clean`](Self::require_clean).
#[must_use = "a load succeeds even if the server could not read any line: call `require_clean`"]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoadReport {
    pub(super) requests: u64,
    pub(super) sent_lines: Option<u64>,
    pub(super) sent_bytes: u64,
    /// The number of requests of which the server counted more or fewer lines than were sent: over
    /// all requests, a loss and an excess would cancel out.
    pub(super) miscounted: u64,
    pub(super) statistics: Statistics,
}

impl LoadReport {
    /// Returns the number of requests that were answered.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// Returns the number of lines of data that were sent, without headers and empty lines; 0 for a
    /// run on the server.
    pub fn sent_lines(&self) -> u64 {
        self.sent_lines.unwrap_or_default()
    }

    /// Returns the number of bytes that were sent, headers included.
    pub fn sent_bytes(&self) -> u64 {
        self.sent_bytes
    }

    /// Returns the number of lines by their outcome.
    pub fn lines(&self) -> &LineCounts {
        &self.statistics.lines
    }

    /// Returns the number of objects by their outcome, for each type.
    pub fn objects(&self) -> &[ObjectCounts] {
        &self.statistics.objects
    }

    /// Returns the counts of the vertices of one type.
    pub fn vertex(&self, type_name: &str) -> Option<&ObjectCounts> {
        self.object(ObjectKind::Vertex, type_name)
    }

    /// Returns the counts of the edges of one type.
    pub fn edge(&self, type_name: &str) -> Option<&ObjectCounts> {
        self.object(ObjectKind::Edge, type_name)
    }

    fn object(&self, kind: ObjectKind, type_name: &str) -> Option<&ObjectCounts> {
        self.objects().iter().find(|it| it.kind == kind && it.type_name == type_name)
    }

    /// Returns the first 1,000 of the invalid lines that the server returned, which are not all.
    pub fn invalid_lines(&self) -> &[InvalidLine] {
        &self.statistics.invalid
    }

    /// Returns the number of lines that were sent and that the server did not count; negative if it
    /// counted more lines than were sent. Servers differ in what they count, so this is a hint and
    /// not a proof of loss.
    pub fn unaccounted(&self) -> i64 {
        self.sent_lines.map_or(0, |sent| difference(sent, self.lines().total()))
    }

    /// Returns `true` if every line was read and every object of it written. Lines and objects that
    /// the job leaves out (by a `WHERE`, a `REJECT_LINE_RULE`, an empty line) are not faults. A
    /// request of which the server counted more or fewer lines than were sent is not clean: lines
    /// may be lost, or divided where they do not end.
    pub fn is_clean(&self) -> bool {
        self.miscounted == 0 && self.faults() == 0
    }

    /// Returns an error if a line could not be read, an object of it not be written, or the server
    /// counted more or fewer lines than were sent.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::PartiallyAccepted`]; the message contains the numbers and the first
    /// invalid lines.
    pub fn require_clean(&self) -> Result<()> {
        if self.is_clean() {
            return Ok(());
        }
        let mut message = self.to_string();
        for line in self.invalid_lines().iter().take(MAX_LINES_IN_ERROR) {
            let _ = write!(message, "; {line}");
        }
        Err(Error::new(ErrorKind::PartiallyAccepted, message))
    }

    /// Adds the outcome of another request.
    pub(super) fn add(&mut self, lines: u64, bytes: u64, statistics: Statistics) {
        self.requests += 1;
        *self.sent_lines.get_or_insert_default() += lines;
        self.sent_bytes += bytes;
        self.miscounted += u64::from(statistics.lines.total() != lines);
        self.statistics.merge(statistics, MAX_INVALID_LINES);
    }

    /// Returns the number of lines that could not be read and of objects that could not be written.
    pub(super) fn faults(&self) -> u64 {
        let objects = self.objects().iter().map(ObjectCounts::faulty);
        objects.fold(self.lines().faulty(), u64::saturating_add)
    }
}

fn difference(sent: u64, counted: u64) -> i64 {
    i64::try_from(i128::from(sent) - i128::from(counted)).unwrap_or(i64::MIN)
}

impl fmt::Display for LoadReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines();
        match self.sent_lines {
            Some(sent) => write!(f, "{} of {sent} lines are valid", lines.valid)?,
            None => write!(f, "{} lines are valid", lines.valid)?,
        }
        for (description, count) in lines.described() {
            write!(f, ", {count} {description}")?;
        }
        match self.unaccounted() {
            0 if self.miscounted > 0 => {
                let requests = self.miscounted;
                write!(f, ", the server counted other numbers of lines in {requests} requests")?;
            }
            0 => {}
            missing @ 1.. => write!(f, ", {missing} not counted by the server")?,
            excess => {
                let excess = excess.unsigned_abs();
                write!(f, ", the server counted {excess} more than were sent")?;
            }
        }
        for object in self.objects() {
            write!(f, "; {} {}: {} valid", object.kind, object.type_name, object.valid)?;
            for (description, count) in object.described() {
                write!(f, ", {count} {description}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(sent: u64, statistics: &serde_json::Value) -> LoadReport {
        let mut report = LoadReport::default();
        report.add(sent, 10, Statistics::read(statistics));
        report
    }

    #[test]
    fn objects_that_the_job_leaves_out_are_not_faults() {
        let report = report(
            3,
            &json!({"validLine": 2, "rejectLine": 1, "emptyLine": 1, "failedConditionLine": 1,
                "vertex": [{"typeName": "V", "validObject": 1, "failedCondition": 1}]}),
        );
        assert!(report.is_clean(), "{report}");
        report.require_clean().unwrap();
        assert_eq!(report.vertex("V").unwrap().valid, 1);
        assert_eq!(report.edge("V"), None);
    }

    #[test]
    fn an_error_contains_the_first_invalid_lines() {
        let report = report(
            5,
            &json!({"validLine": 3, "notEnoughToken": 1, "lineData": ["lonely"],
                "vertex": [{"typeName": "V", "validObject": 2, "invalidAttribute": 1}]}),
        );
        let error = report.require_clean().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PartiallyAccepted);
        assert_eq!(
            error.message(),
            "3 of 5 lines are valid, 1 with too few columns, 1 not counted by the server; \
             vertex V: 2 valid, 1 with an invalid attribute; notEnoughToken: \"lonely\""
        );
    }

    #[test]
    fn requests_add_up() {
        let mut total = report(1, &json!({"validLine": 1}));
        total.add(2, 20, Statistics::read(&json!({"validLine": 1, "invalidJson": 1})));
        assert_eq!((total.requests(), total.sent_lines(), total.sent_bytes()), (2, 3, 30));
        assert_eq!((total.faults(), total.unaccounted()), (1, 0));
    }

    #[test]
    fn lines_that_the_server_counted_otherwise_are_not_clean() {
        for counted in [0, 2, 4, u64::MAX] {
            let report = report(3, &json!({"validLine": counted}));
            assert!(report.require_clean().is_err(), "{report}");
        }
        // One request lost a line, another one counted one too many.
        let mut report = report(3, &json!({"validLine": 2}));
        report.add(3, 10, Statistics::read(&json!({"validLine": 4})));
        assert_eq!(report.unaccounted(), 0);
        let error = report.require_clean().unwrap_err();
        assert!(error.message().contains("in 2 requests"), "{error}");
    }

    #[test]
    fn counts_of_any_size_add_up() {
        let most = u64::MAX;
        let counts = json!({"validLine": most, "notEnoughToken": most, "new": most, "lost": most,
            "vertex": [{"typeName": "V", "validObject": most, "noIdFound": most, "odd": most},
                {"typeName": "V", "validObject": most, "noIdFound": most, "odd": most}]});
        let mut report = report(1, &counts);
        report.add(1, 10, Statistics::read(&counts));
        assert_eq!((report.lines().valid, report.lines().total()), (most, most));
        assert_eq!((report.faults(), report.unaccounted()), (most, i64::MIN));
        assert!(!report.is_clean());
    }
}
