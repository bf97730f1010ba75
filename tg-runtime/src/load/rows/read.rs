//! Reading: from the rows of a source to the bodies of requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use tokio::sync::mpsc::Sender;

use super::chunk::{Chunk, NextChunk, WaitingRows, rejected};
use super::memory::Memory;
use super::rejects::Rejects;
use super::source::{Place, ReadRows};
use super::{Reason, RowOutput};
use crate::error::Result;

/// The maximum number of rows between two requests.
const MAX_ROWS: u64 = 100_000;

/// The part of a load that both its sides use: the one that reads, and the one that sends.
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
    waiting: OnceLock<Arc<dyn WaitingRows>>,
}

impl Shared {
    pub(super) fn new(rejects: Rejects, read: u64) -> Self {
        Self {
            read: AtomicU64::new(read),
            empty: AtomicU64::new(0),
            under_way: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            rejects: Mutex::new(rejects),
            waiting: OnceLock::new(),
        }
    }

    /// Locks the rejected rows. A poisoned lock is used, because its content is consistent at every
    /// point.
    pub(super) fn rejects(&self) -> MutexGuard<'_, Rejects> {
        self.rejects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes rows that wait for others since this was called before.
    pub(super) fn take_old_rows(&self) -> Option<Chunk> {
        self.waiting.get()?.take_old()
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
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
    pub(super) fn read_all<Row, G: 'static>(
        self,
        mut rows: Box<dyn ReadRows<Row>>,
        mut map: impl FnMut(Row, &mut RowOutput<G>) -> Result<(), Reason>,
    ) -> Result<()> {
        let output = RowOutput::new(self.memory.max_row());
        let next = Arc::new(Mutex::new(NextChunk::new(output, self.done)));
        // It is set once, for the only call of this function.
        let _ = self.shared.waiting.set(next.clone());
        let lock = || next.lock().unwrap_or_else(PoisonError::into_inner);
        let mut number = 0;
        let mut place = Place::default();
        while !self.shared.is_stopped()
            && let Some(row) = rows.read(&mut place)?
        {
            number += 1;
            if number <= self.done {
                continue;
            }
            self.shared.read.store(number, Ordering::Relaxed);
            let mut next = lock();
            next.last = number;
            match row.and_then(|row| map(row, &mut next.output)) {
                Err(reason) => {
                    next.output.body.abandon_row();
                    // The first rows are in the account, with their text.
                    let row = rejected(number, &place, reason.to_string(), rows.text());
                    self.shared.rejects().add(row)?;
                }
                Ok(()) if next.output.body.end_row() => {
                    next.add_origin(&place, rows.text().filter(|_| self.keeps_text));
                }
                Ok(()) => {
                    self.shared.empty.fetch_add(1, Ordering::Release);
                    next.empty += 1;
                }
            }
            let bytes = next.bytes();
            // Rows without content end a chunk, too: the checkpoint and the progress go on.
            if bytes >= self.request_bytes || next.rows() >= MAX_ROWS {
                let mut chunk = next.take();
                drop(next);
                chunk.memory = self.memory.take(bytes);
                if self.chunks.blocking_send(chunk).is_err() {
                    return Ok(());
                }
            }
        }
        let mut next = lock();
        if next.rows() > 0 && !self.shared.is_stopped() {
            let chunk = next.take();
            drop(next);
            // Without a receiver, the load has ended.
            let _ = self.chunks.blocking_send(chunk);
        }
        Ok(())
    }
}
