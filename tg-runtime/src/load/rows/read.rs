//! Reading: from the rows of a source to the bodies of requests.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Sender;

use super::chunk::{Chunk, NextChunk, WaitingRows, rejected};
use super::memory::Memory;
use super::rejects::Rejects;
use super::source::{Place, ReadRows, failure};
use super::{Reason, RowOutput};
use crate::error::Result;

/// The shortest time that a thread waits.
const MIN_WAIT: Duration = Duration::from_millis(5);

/// The longest time that a thread waits without looking whether the load has ended.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// The maximum number of rows between two requests.
const MAX_ROWS: u64 = 100_000;

/// The part of a load that both its sides use: the one that reads, and the one that sends.
pub(super) struct Shared {
    /// The number of rows that were read.
    pub(super) read: AtomicU64,
    /// The number of bytes that were read from the source.
    pub(super) bytes_read: AtomicU64,
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
            bytes_read: AtomicU64::new(0),
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
    pub(super) max_rows_per_second: Option<NonZeroU32>,
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
        let start = Instant::now();
        let mut number = 0;
        let mut place = Place::default();
        while !self.shared.is_stopped()
            && let Some(row) = rows.read(&mut place).map_err(failure)?
        {
            number += 1;
            if number <= self.done {
                continue;
            }
            self.shared.read.store(number, Ordering::Relaxed);
            if let Some(max) = self.max_rows_per_second {
                thread::sleep(wait(max, number - self.done, start.elapsed()));
            }
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
                self.shared.bytes_read.store(rows.bytes_read(), Ordering::Relaxed);
                let mut chunk = next.take();
                drop(next);
                chunk.memory = self.memory.take(bytes);
                if self.chunks.blocking_send(chunk).is_err() {
                    return Ok(());
                }
            }
        }
        self.shared.bytes_read.store(rows.bytes_read(), Ordering::Relaxed);
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

/// Returns the time to wait before a row, so that there are at most `max` in a second. Short times
/// add up first: a thread cannot wait for them.
fn wait(max: NonZeroU32, row: u64, elapsed: Duration) -> Duration {
    let due = Duration::from_secs_f64(row as f64 / f64::from(max.get()));
    let wait = due.saturating_sub(elapsed);
    if wait < MIN_WAIT { Duration::ZERO } else { wait.min(MAX_WAIT) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_wait_for_their_part_of_a_second() {
        let max = NonZeroU32::new(100).unwrap();
        let after = |row, ms| wait(max, row, Duration::from_millis(ms)).as_millis();
        assert_eq!((after(1, 0), after(2, 10), after(2, 30)), (10, 10, 0));
        assert_eq!(after(2, 19), 0, "a short time adds up");
        assert_eq!(after(u64::MAX, 0), 1_000);
    }
}
