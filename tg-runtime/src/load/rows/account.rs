//! The outcome of a load, row by row.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// The maximum number of rejected rows in an account.
pub(super) const MAX_REJECTED_ROWS: usize = 1_000;

/// The maximum length of the text, reason and header of a rejected row in an account, in bytes.
const MAX_TEXT: usize = 4 * 1024;

/// The maximum number of rejected rows in an error.
const MAX_ROWS_IN_ERROR: usize = 5;

/// The outcome of every row of a load: the number of rows that were read is the sum of those
/// accepted, rejected, in doubt and pending.
///
/// A load that ends early has an account, too, with its [`failure`](Self::failure). Check with
/// [`is_clean`](Self::is_clean), or make it an error with [`require_clean`](Self::require_clean).
#[must_use = "rows may have been rejected: look, or call `require_clean`"]
#[derive(Debug, Clone, Default)]
pub struct LoadAccount {
    pub(super) read: u64,
    pub(super) accepted: u64,
    pub(super) left_out: u64,
    pub(super) rejected: u64,
    pub(super) in_doubt: u64,
    pub(super) vertices: u64,
    pub(super) edges: u64,
    pub(super) requests: u64,
    pub(super) sent_bytes: u64,
    pub(super) source_bytes: u64,
    pub(super) source_size: Option<u64>,
    pub(super) repetitions: u64,
    pub(super) concurrency: usize,
    pub(super) elapsed: Duration,
    pub(super) rejected_rows: Vec<RejectedRow>,
    pub(super) failure: Option<Error>,
}

impl LoadAccount {
    /// Returns the number of rows that were read from the source.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// Returns the number of rows of which the server stored every vertex and edge, and of those
    /// for which the function added none.
    pub fn accepted(&self) -> u64 {
        self.accepted
    }

    /// Returns the number of those among the accepted rows for which the function added no vertex
    /// and no edge, so that nothing of them is stored.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Returns the number of rows that were rejected: by the source, because their text does not
    /// fit the type; by the function; or by the server.
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Returns the number of rows that were sent, and whose answer did not arrive. They may have
    /// been stored, and can be loaded again, unless they add to stored values: those are among the
    /// [`rejected_rows`](Self::rejected_rows).
    pub fn in_doubt(&self) -> u64 {
        self.in_doubt
    }

    /// Returns the number of rows that were read and not stored, because the load ended before.
    pub fn pending(&self) -> u64 {
        self.read.saturating_sub(self.accepted + self.rejected + self.in_doubt)
    }

    /// Returns the number of vertices that the server accepted, without the ends that it created
    /// for edges. A vertex that was sent twice counts twice.
    pub fn vertices(&self) -> u64 {
        self.vertices
    }

    /// Returns the number of edges that the server accepted.
    pub fn edges(&self) -> u64 {
        self.edges
    }

    /// Returns the number of requests that were answered.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// Returns the number of bytes in the bodies of these requests.
    pub fn sent_bytes(&self) -> u64 {
        self.sent_bytes
    }

    /// Returns the number of bytes that were read from the files or the reader, as they are there:
    /// compressed, if they are.
    pub fn source_bytes(&self) -> u64 {
        self.source_bytes
    }

    /// Returns the number of bytes in the files; `None` for a reader or values of the program. A
    /// load that continues at a checkpoint reads from the beginning.
    pub fn source_size(&self) -> Option<u64> {
        self.source_size
    }

    /// Returns the number of times that a request was repeated.
    pub fn repetitions(&self) -> u64 {
        self.repetitions
    }

    /// Returns the number of requests that may be under way at a time at present.
    pub fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// Returns the time since the load began.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns the first 1,000 rows that were rejected, or that are
    /// [in doubt](RejectedRow::in_doubt) and must not be loaded again, with at most 4 KiB of their
    /// text. A file has them all: [`LoadRows::rejects`].
    ///
    /// [`LoadRows::rejects`]: super::LoadRows::rejects
    pub fn rejected_rows(&self) -> &[RejectedRow] {
        &self.rejected_rows
    }

    /// Returns the error that ended the load early.
    pub fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }

    /// Returns `true` if every row of the source was read and accepted.
    pub fn is_clean(&self) -> bool {
        self.failure.is_none() && self.accepted == self.read
    }

    /// Makes it an error if the load ended early, or a row was not accepted.
    ///
    /// # Errors
    ///
    /// With the [`failure`](Self::failure), or with [`ErrorKind::PartiallyAccepted`]; the message
    /// contains the account and the first rejected rows.
    pub fn require_clean(&self) -> Result<()> {
        if self.is_clean() {
            return Ok(());
        }
        if let Some(failure) = &self.failure {
            return Err(failure.clone().adding(format_args!("({self})")));
        }
        let mut message = self.to_string();
        for row in self.rejected_rows.iter().take(MAX_ROWS_IN_ERROR) {
            message.push_str(&format!("; {row}"));
        }
        Err(Error::new(ErrorKind::PartiallyAccepted, message))
    }
}

impl fmt::Display for LoadAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = if self.read == 1 { "" } else { "s" };
        write!(f, "{} row{s} read, {} accepted", self.read, self.accepted)?;
        if self.left_out > 0 {
            write!(f, " ({} left out)", self.left_out)?;
        }
        for (rows, state) in
            [(self.rejected, "rejected"), (self.in_doubt, "in doubt"), (self.pending(), "pending")]
        {
            if rows > 0 {
                write!(f, ", {rows} {state}")?;
            }
        }
        Ok(())
    }
}

/// A row that was not loaded, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RejectedRow {
    /// The file; `None` for a reader and for values of the program.
    pub source: Option<String>,
    /// The number of the row, counted from 1 over the whole load.
    pub row: u64,
    /// The line of the file on which it begins, or the number of the row of a Parquet file, counted
    /// from 1.
    pub line: Option<u64>,
    /// The byte of the file, after decompression, at which it begins.
    pub byte: Option<u64>,
    /// The reason.
    pub reason: String,
    /// The row was not rejected: it adds to stored values, such as a counter, and may have been
    /// stored. Loaded again it may count twice, so it is not, unless this is removed from the file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_doubt: bool,
    /// The names of the columns, as a row of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The row as it is in the source, if that is a text. Bytes that are not UTF-8 are U+FFFD.
    pub text: Option<String>,
}

impl RejectedRow {
    /// Keeps the beginning of long texts, so that the memory of an account is bounded.
    pub(super) fn shortened(mut self) -> Self {
        shorten(&mut self.reason);
        self.text.iter_mut().chain(&mut self.header).for_each(shorten);
        self
    }
}

fn shorten(text: &mut String) {
    if text.len() > MAX_TEXT {
        let end = (0..=MAX_TEXT).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or_default());
        text.shrink_to_fit();
    }
}

impl fmt::Display for RejectedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.source, self.line) {
            (Some(source), Some(line)) => write!(f, "{source}:{line}")?,
            (None, Some(line)) => write!(f, "line {line}")?,
            _ => write!(f, "row {}", self.row)?,
        }
        write!(f, ": {}", self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_in_an_account_has_only_the_beginning_of_its_texts() {
        let long = "x\u{e9}x".repeat(MAX_TEXT);
        let row = RejectedRow {
            source: None,
            header: Some(long.clone()),
            row: 1,
            line: None,
            byte: None,
            reason: long.clone(),
            in_doubt: false,
            text: Some(long),
        };
        let row = row.shortened();
        let lengths = [row.reason.len(), row.text.unwrap().len(), row.header.unwrap().len()];
        assert_eq!(lengths, [MAX_TEXT; 3]);
    }
}
