//! Reading: from the rows of a source to the bodies of requests.

use std::mem;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::mpsc::Sender;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::account::RejectedRow;
use super::rejects::Rejects;
use super::source::{Place, ReadRows};
use super::{Reason, RowOutput};
use crate::body::RowBody;
use crate::error::Result;

/// The maximum number of rows between two requests.
const MAX_ROWS: u64 = 100_000;

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
    /// The share of the load's memory, until all rows are answered.
    _memory: Option<OwnedSemaphorePermit>,
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

fn rejected(row: u64, place: &Place, reason: String, text: Option<&[u8]>) -> RejectedRow {
    let source = place.source.as_deref().map(str::to_owned);
    let text = text.map(|text| String::from_utf8_lossy(text).into_owned());
    RejectedRow { source, row, line: place.line, byte: place.byte, reason, text }
}

/// The part of a load that both its sides use: the one that reads, and the one that sends.
#[derive(Debug)]
pub(super) struct Shared {
    /// The number of rows that were read.
    pub(super) read: AtomicU64,
    /// The number of rows without vertices and edges.
    pub(super) empty: AtomicU64,
    /// The number of rows in chunks that are being sent, without those that are rejected already.
    pub(super) under_way: AtomicU64,
    /// Nothing more is read or sent.
    pub(super) stopped: AtomicBool,
    rejects: Mutex<Rejects>,
}

impl Shared {
    pub(super) fn new(rejects: Rejects, read: u64) -> Self {
        Self {
            read: AtomicU64::new(read),
            empty: AtomicU64::new(0),
            under_way: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            rejects: Mutex::new(rejects),
        }
    }

    /// Locks the rejected rows. A poisoned lock is used, because its content is consistent at every
    /// point.
    pub(super) fn rejects(&self) -> MutexGuard<'_, Rejects> {
        self.rejects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }
}

/// The memory that the chunks of a load share.
pub(super) struct Memory {
    limit: usize,
    /// What all chunks may take, in KiB.
    all: usize,
    free: Arc<Semaphore>,
}

impl Memory {
    /// The number of times that the bytes of a chunk are in memory while it is sent: the rows, the
    /// part that is sent, and the request.
    const COPIES: usize = 3;

    pub(super) fn new(limit: usize) -> Self {
        // The rest is for the chunk that is filled, and for the row that is read.
        let all = (limit / 4 * 3 / 1024).clamp(1, (u32::MAX >> 3) as usize);
        Self { limit, all, free: Arc::new(Semaphore::new(all)) }
    }

    /// Returns the maximum size of a row in bytes.
    fn max_row(&self) -> usize {
        self.limit / 8
    }

    /// Returns the size at which a chunk is sent, so that this number of them is in memory.
    pub(super) fn max_chunk(&self, chunks: usize) -> usize {
        self.limit / 4 / chunks.max(1)
    }

    /// Waits until a chunk of this size may be sent. One that needs more than there is waits until
    /// it is the only one.
    fn take(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let share = (bytes.saturating_mul(Self::COPIES) / 1024).clamp(1, self.all);
        let permit = self.free.clone().acquire_many_owned(share.try_into().unwrap_or(u32::MAX));
        // The semaphore is never closed.
        Handle::current().block_on(permit).ok()
    }
}

/// The reading side of a load.
pub(super) struct Reading {
    pub(super) shared: Arc<Shared>,
    pub(super) chunks: Sender<Chunk>,
    pub(super) request_bytes: usize,
    pub(super) memory: Memory,
    /// `true` if the texts of rows are written to a file.
    pub(super) keeps_text: bool,
    /// The number of rows that an earlier load has done.
    pub(super) done: u64,
}

impl Reading {
    /// Reads all rows. Blocks while requests are under way, so it runs on a thread of its own.
    pub(super) fn read_all<Row, G>(
        self,
        mut rows: Box<dyn ReadRows<Row>>,
        mut map: impl FnMut(Row, &mut RowOutput<G>) -> Result<(), Reason>,
    ) -> Result<()> {
        let mut output = RowOutput::new(self.memory.max_row());
        let mut origins = Vec::new();
        let mut texts = Vec::new();
        let (mut number, mut sent, mut empty) = (0, self.done, 0);
        let mut place = Place::default();
        while !self.shared.is_stopped()
            && let Some(row) = rows.read(&mut place)?
        {
            number += 1;
            if number <= self.done {
                continue;
            }
            self.shared.read.store(number, Ordering::Relaxed);
            match row.and_then(|row| map(row, &mut output)) {
                Err(reason) => {
                    output.body.abandon_row();
                    // The first rows are in the account, with their text.
                    let row = rejected(number, &place, reason.to_string(), rows.text());
                    self.shared.rejects().add(row)?;
                }
                Ok(()) if output.body.end_row() => {
                    let text = rows.text().filter(|_| self.keeps_text).map(|text| {
                        let start = texts.len();
                        texts.extend_from_slice(text);
                        start..texts.len()
                    });
                    origins.push(Origin { row: number, place: place.clone(), text });
                }
                Ok(()) => {
                    self.shared.empty.fetch_add(1, Ordering::Release);
                    empty += 1;
                }
            }
            let bytes = output.body.len() + texts.len() + size_of_val(&*origins);
            // Rows without content end a chunk, too: the checkpoint and the progress go on.
            if bytes >= self.request_bytes || number - sent >= MAX_ROWS {
                let chunk = Chunk {
                    body: output.body.take(),
                    rows: sent + 1..=number,
                    empty: mem::take(&mut empty),
                    origins: mem::take(&mut origins),
                    texts: mem::take(&mut texts),
                    _memory: self.memory.take(bytes),
                };
                sent = number;
                if self.chunks.blocking_send(chunk).is_err() {
                    return Ok(());
                }
            }
        }
        if number > sent && !self.shared.is_stopped() {
            let (body, rows, _memory) = (output.body, sent + 1..=number, None);
            let chunk = Chunk { body, rows, empty, origins, texts, _memory };
            // Without a receiver, the load has ended.
            let _ = self.chunks.blocking_send(chunk);
        }
        Ok(())
    }
}
