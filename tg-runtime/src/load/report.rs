//! What became of the lines that were sent.

use std::fmt::{self, Write as _};

use super::statistics::{InvalidLine, LineCounts, ObjectCounts, ObjectKind, Statistics};
use crate::error::{Error, ErrorKind, Result};

/// How many invalid lines a report keeps.
pub(super) const KEPT: usize = 1_000;

/// How many of them an error names.
const NAMED: usize = 5;

/// What became of the lines of a load, over all its requests.
///
/// The server reports success also when it could read no line at all, so look:
/// [`is_clean`](Self::is_clean), or [`require_clean`](Self::require_clean) to make it an error.
#[must_use = "the server may have read no line at all: look, or call `require_clean`"]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoadReport {
    pub(super) requests: u64,
    pub(super) sent_lines: Option<u64>,
    pub(super) sent_bytes: u64,
    pub(super) statistics: Statistics,
}

impl LoadReport {
    /// How many requests were answered.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// How many lines of data were sent; headers and empty lines do not count. Of a run of the
    /// server's own, 0.
    pub fn sent_lines(&self) -> u64 {
        self.sent_lines.unwrap_or_default()
    }

    /// How many bytes were sent, headers included.
    pub fn sent_bytes(&self) -> u64 {
        self.sent_bytes
    }

    /// What became of the lines.
    pub fn lines(&self) -> &LineCounts {
        &self.statistics.lines
    }

    /// What became of the objects, type by type.
    pub fn objects(&self) -> &[ObjectCounts] {
        &self.statistics.objects
    }

    /// The vertices of one type.
    pub fn vertex(&self, type_name: &str) -> Option<&ObjectCounts> {
        self.object(ObjectKind::Vertex, type_name)
    }

    /// The edges of one type.
    pub fn edge(&self, type_name: &str) -> Option<&ObjectCounts> {
        self.object(ObjectKind::Edge, type_name)
    }

    fn object(&self, kind: ObjectKind, type_name: &str) -> Option<&ObjectCounts> {
        self.objects().iter().find(|it| it.kind == kind && it.type_name == type_name)
    }

    /// Lines that were not taken, as far as the server shows them: the first 1,000.
    pub fn invalid_lines(&self) -> &[InvalidLine] {
        &self.statistics.invalid
    }

    /// How many lines were sent and are in none of the server's counts, or negative, how many are in
    /// more than one. Servers differ in what they count, so this is for looking at, not for alarms.
    pub fn unaccounted(&self) -> i64 {
        let counted = i64::try_from(self.lines().total()).unwrap_or(i64::MAX);
        self.sent_lines.map_or(0, |sent| i64::try_from(sent).unwrap_or(i64::MAX) - counted)
    }

    /// Whether every line could be read and every object be made of it. What the job itself leaves
    /// out (by a `WHERE`, a `REJECT_LINE_RULE`, an empty line) is no fault.
    pub fn is_clean(&self) -> bool {
        let lost = self.unaccounted() > 0;
        let faulty = |it: &ObjectCounts| it.faulty() > 0;
        !lost && self.lines().faulty() == 0 && !self.objects().iter().any(faulty)
    }

    /// Makes it an error if a line could not be read, an object not be made of it, or a line is not
    /// in the server's account.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::PartiallyAccepted`]; the message has the numbers and the first invalid lines.
    pub fn require_clean(&self) -> Result<()> {
        if self.is_clean() {
            return Ok(());
        }
        let mut message = self.to_string();
        for line in self.invalid_lines().iter().take(NAMED) {
            let _ = write!(message, "; {line}");
        }
        Err(Error::new(ErrorKind::PartiallyAccepted, message))
    }

    /// Takes in what became of another request.
    pub(super) fn add(&mut self, lines: u64, bytes: u64, statistics: Statistics) {
        self.requests += 1;
        *self.sent_lines.get_or_insert_default() += lines;
        self.sent_bytes += bytes;
        self.statistics.merge(statistics, KEPT);
    }

    /// The faults that count against a limit.
    pub(super) fn faults(&self) -> u64 {
        self.lines().faulty() + self.objects().iter().map(ObjectCounts::faulty).sum::<u64>()
    }
}

impl fmt::Display for LoadReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines();
        match self.sent_lines {
            Some(sent) => write!(f, "{} of {sent} lines are good", lines.valid)?,
            None => write!(f, "{} lines are good", lines.valid)?,
        }
        let counts = [
            ("with too few columns", lines.not_enough_tokens),
            ("no JSON", lines.invalid_json),
            ("with a column too long", lines.oversize_token),
            ("with a bad character", lines.bad_character),
            ("rejected by the job", lines.rejected),
            ("empty", lines.empty),
        ];
        for (what, count) in counts {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        for (what, count) in &lines.other {
            write!(f, ", {count} {what}")?;
        }
        if self.unaccounted() > 0 {
            write!(f, ", {} not in the server's account", self.unaccounted())?;
        }
        for object in self.objects() {
            write!(f, "; {} {}: {} good", object.kind, object.type_name, object.valid)?;
            let counts = [
                ("with an invalid id", object.invalid_primary_id),
                ("without an id", object.no_id_found),
                ("with an invalid attribute", object.invalid_attribute),
                ("with an invalid target", object.invalid_secondary_id),
                ("with an end of a wrong type", object.invalid_vertex_type),
                ("with a FIXED_BINARY of another size", object.incorrect_fixed_binary_length),
                ("left out by a condition", object.failed_condition),
            ];
            for (what, count) in counts {
                if count > 0 {
                    write!(f, ", {count} {what}")?;
                }
            }
            for (what, count) in &object.other {
                write!(f, ", {count} {what}")?;
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
    fn what_the_job_leaves_out_is_no_fault() {
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
    fn an_error_names_the_first_bad_lines() {
        let report = report(
            5,
            &json!({"validLine": 3, "notEnoughToken": 1, "lineData": ["lonely"],
                "vertex": [{"typeName": "V", "validObject": 2, "invalidAttribute": 1}]}),
        );
        let error = report.require_clean().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PartiallyAccepted);
        assert_eq!(
            error.message(),
            "3 of 5 lines are good, 1 with too few columns, 1 not in the server's account; vertex \
             V: 2 good, 1 with an invalid attribute; notEnoughToken: \"lonely\""
        );
    }

    #[test]
    fn requests_add_up() {
        let mut total = report(1, &json!({"validLine": 1}));
        total.add(2, 20, Statistics::read(&json!({"validLine": 1, "invalidJson": 1})));
        assert_eq!((total.requests(), total.sent_lines(), total.sent_bytes()), (2, 3, 30));
        assert_eq!((total.faults(), total.unaccounted()), (1, 0));
    }
}
