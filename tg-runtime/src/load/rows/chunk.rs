//! The rows of one request.

use std::mem;
use std::ops::RangeInclusive;
use std::sync::Mutex;

use tokio::sync::OwnedSemaphorePermit;

use super::RowOutput;
use super::account::RejectedRow;
use super::checkpoint::Done;
use super::origin::{NotSent, Origins};
use super::source::{Place, RowFile};
use crate::body::RowBody;

/// The rows of one request, until all of them are answered.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) body: RowBody,
    /// The rows from the first to the last one, with those that are not in the body.
    pub(super) rows: RangeInclusive<u64>,
    /// The rows among them that are not sent.
    not_sent: NotSent,
    origins: Origins,
    /// An upper bound of its size in bytes.
    pub(super) bytes: usize,
    /// The share of the load's memory.
    pub(super) memory: Option<OwnedSemaphorePermit>,
}

impl Chunk {
    /// Returns a row of the chunk as one that is rejected.
    pub(super) fn rejected(&self, index: usize, reason: String) -> RejectedRow {
        let (place, text) = self.origins.place(index);
        rejected(self.row(index), &place, reason, text)
    }

    /// Returns the first row.
    pub(super) fn first(&self) -> u64 {
        *self.rows.start()
    }

    /// Returns the number of the row at an index of the body; after the last one, the number of the
    /// row after the chunk.
    pub(super) fn row(&self, index: usize) -> u64 {
        self.origins.get(index).map_or(self.rows.end() + 1, |origin| origin.row)
    }

    /// Returns the outcome of the rows before the one at an index of the body, of which so many of
    /// those in the body were accepted or are in doubt.
    pub(super) fn done_before(&self, index: usize, accepted: u64, in_doubt: u64) -> Done {
        let not_sent = self.origins.get(index).map_or(self.not_sent, |origin| origin.not_sent);
        let rows = self.row(index) - self.first();
        let left_out = u64::from(not_sent.empty);
        let accepted = accepted + left_out;
        let in_doubt = in_doubt + u64::from(not_sent.in_doubt);
        let rejected = rows - accepted - in_doubt;
        Done { rows, accepted, left_out, rejected, in_doubt, ..Done::default() }
    }
}

/// Returns a row as one that is rejected.
pub(super) fn rejected(
    row: u64,
    place: &Place,
    reason: String,
    text: Option<&[u8]>,
) -> RejectedRow {
    let RowFile { name: source, header } = place.file.as_deref().cloned().unwrap_or_default();
    let text = text.map(|text| String::from_utf8_lossy(text).into_owned());
    RejectedRow {
        source,
        row,
        line: place.line,
        byte: place.byte,
        reason,
        in_doubt: false,
        header,
        text,
    }
}

/// The rows that are not in a chunk yet.
pub(super) struct NextChunk<G> {
    pub(super) output: RowOutput<G>,
    /// The last row of the chunk before.
    sent: u64,
    /// The last row that was read.
    pub(super) last: u64,
    pub(super) not_sent: NotSent,
    origins: Origins,
    /// The last row of the chunk before when this was looked at.
    seen: Option<u64>,
}

impl<G> NextChunk<G> {
    /// Creates the first chunk.
    pub(super) fn new(output: RowOutput<G>) -> Self {
        let (not_sent, origins) = (NotSent::default(), Origins::default());
        Self { output, sent: 0, last: 0, not_sent, origins, seen: None }
    }

    /// Leaves out the rows until this one, which an earlier load has done. There must be no rows.
    pub(super) fn skip_to(&mut self, row: u64) {
        (self.sent, self.last) = (row, row);
    }

    /// Takes in the origin of the last row, which has content.
    pub(super) fn add_origin(&mut self, place: &Place, text: Option<&[u8]>) {
        self.origins.push(self.last, self.not_sent, place, text);
    }

    /// Returns the number of rows, with those that have no content.
    pub(super) fn rows(&self) -> u64 {
        self.last - self.sent
    }

    /// Returns an upper bound of the size in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.output.body.rows_len() + self.origins.bytes()
    }

    /// Takes all rows.
    pub(super) fn take(&mut self) -> Chunk {
        let rows = self.sent + 1..=self.last;
        self.sent = self.last;
        Chunk {
            bytes: self.bytes(),
            body: self.output.body.take(),
            rows,
            not_sent: mem::take(&mut self.not_sent),
            origins: self.origins.take(),
            memory: None,
        }
    }
}

/// Rows that wait until a chunk is full, which a slow source may never make it.
pub(super) trait WaitingRows: Send + Sync {
    /// Takes the rows if some of them were there the last time that this was called.
    fn take_old(&self) -> Option<Chunk>;
}

impl<G> WaitingRows for Mutex<NextChunk<G>> {
    fn take_old(&self) -> Option<Chunk> {
        // While a row is mapped there is nothing to do, and if that panics nothing to send.
        let mut next = self.try_lock().ok()?;
        if next.rows() == 0 {
            return None;
        }
        let sent = next.sent;
        let was_seen = next.seen.replace(sent) == Some(sent);
        was_seen.then(|| next.take())
    }
}
