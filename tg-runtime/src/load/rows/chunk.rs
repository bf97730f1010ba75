//! The rows of one request.

use std::mem;
use std::ops::{Range, RangeInclusive};
use std::sync::Mutex;

use tokio::sync::OwnedSemaphorePermit;

use super::RowOutput;
use super::account::RejectedRow;
use super::source::{Place, RowFile};
use crate::body::RowBody;

/// The rows of one request, until all of them are answered.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) body: RowBody,
    /// The rows from the first to the last one, with those that are not in the body.
    pub(super) rows: RangeInclusive<u64>,
    /// The number of rows among them that have no vertices and edges.
    pub(super) empty: u64,
    origins: Vec<Origin>,
    /// The texts of the rows, one after another.
    texts: Vec<u8>,
    /// The share of the load's memory.
    pub(super) memory: Option<OwnedSemaphorePermit>,
}

/// The origin of a row.
#[derive(Debug)]
struct Origin {
    row: u64,
    place: Place,
    text: Option<Range<usize>>,
}

impl Chunk {
    /// Returns a row of the chunk as one that is rejected.
    pub(super) fn rejected(&self, index: usize, reason: String) -> RejectedRow {
        let Origin { row, place, text } = &self.origins[index];
        let text = text.as_ref().map(|text| &self.texts[text.clone()]);
        rejected(*row, place, reason, text)
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
    RejectedRow { source, row, line: place.line, byte: place.byte, reason, header, text }
}

/// The rows that are not in a chunk yet.
pub(super) struct NextChunk<G> {
    pub(super) output: RowOutput<G>,
    /// The last row of the chunk before.
    sent: u64,
    /// The last row that was read.
    pub(super) last: u64,
    pub(super) empty: u64,
    origins: Vec<Origin>,
    texts: Vec<u8>,
    /// The last row of the chunk before when this was looked at.
    seen: Option<u64>,
}

impl<G> NextChunk<G> {
    /// Creates the first chunk, after the rows that an earlier load has done.
    pub(super) fn new(output: RowOutput<G>, done: u64) -> Self {
        let (origins, texts) = (Vec::new(), Vec::new());
        Self { output, sent: done, last: done, empty: 0, origins, texts, seen: None }
    }

    /// Takes in the origin of the last row, which has content.
    pub(super) fn add_origin(&mut self, place: &Place, text: Option<&[u8]>) {
        let text = text.map(|text| {
            let start = self.texts.len();
            self.texts.extend_from_slice(text);
            start..self.texts.len()
        });
        self.origins.push(Origin { row: self.last, place: place.clone(), text });
    }

    /// Returns the number of rows, with those that have no content.
    pub(super) fn rows(&self) -> u64 {
        self.last - self.sent
    }

    /// Returns an upper bound of the size in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.output.body.len() + self.texts.len() + size_of_val(&*self.origins)
    }

    /// Takes all rows.
    pub(super) fn take(&mut self) -> Chunk {
        let rows = self.sent + 1..=self.last;
        self.sent = self.last;
        Chunk {
            body: self.output.body.take(),
            rows,
            empty: mem::take(&mut self.empty),
            origins: mem::take(&mut self.origins),
            texts: mem::take(&mut self.texts),
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
