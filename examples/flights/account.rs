//! The account of rows: accepted, or listed with line and reason. The sum is the number of rows
//! read.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;

/// The numbers of one file.
#[derive(Default)]
pub struct Account {
    file: String,
    rows: u64,
    accepted: u64,
    rejected: u64,
    /// Loaded rows without an edge to a vertex that no file describes, by kind.
    without_edge: BTreeMap<&'static str, u64>,
}

impl Account {
    pub fn of(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    pub fn read(&mut self) {
        self.rows += 1;
    }

    pub fn accepted(&mut self, rows: u64) {
        self.accepted += rows;
    }

    /// Notes a row that is not loaded, with its line and the reason, and prints it.
    pub fn rejected(
        &mut self,
        list: &mut impl Write,
        line: u64,
        reason: impl fmt::Display,
    ) -> std::io::Result<()> {
        self.rejected += 1;
        eprintln!("{}:{line}: rejected: {reason}", self.file);
        writeln!(list, "{}:{line}: rejected: {reason}", self.file)
    }

    /// Notes an edge that a loaded row does not have.
    pub fn without(
        &mut self,
        list: &mut impl Write,
        line: u64,
        kind: &'static str,
        id: &str,
    ) -> std::io::Result<()> {
        *self.without_edge.entry(kind).or_default() += 1;
        writeln!(list, "{}:{line}: loaded without its {kind}: `{id}` is in no file", self.file)
    }

    /// Returns `true` if every row is accounted for.
    pub fn adds_up(&self) -> bool {
        self.rows == self.accepted + self.rejected
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} rows read, {} accepted, {} rejected",
            self.file, self.rows, self.accepted, self.rejected
        )?;
        for (kind, count) in &self.without_edge {
            write!(f, ", {count} without a known {kind}")?;
        }
        Ok(())
    }
}
