//! Reading: from the rows of a source to the bodies of requests.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Sender;

use super::account::RejectedRow;
use super::checkpoint::Past;
use super::chunk::{Chunk, NextChunk, WaitingRows, rejected};
use super::memory::Memory;
use super::rejected::InDoubt;
use super::rejects::Rejects;
use super::source::{Place, ReadRows, failure};
use super::{Reason, RowOutput};
use crate::body::LineFile;
use crate::error::Result;

/// The shortest time that a thread waits.
const MIN_WAIT: Duration = Duration::from_millis(5);

/// The time that rows may be late, and then come at once.
const MAX_BEHIND: Duration = Duration::from_millis(100);

/// The maximum number of rows between two requests.
const MAX_ROWS: u64 = 100_000;

/// The reason of a row that was under way when an earlier load ended.
const LOST: &str = "it was under way when an earlier run of the load ended, and may be stored; it \
                    adds to stored values, so it is not sent again";

/// The part of a load that both its sides use: the one that reads, and the one that sends.
pub(super) struct Shared {
    /// The number of rows that were read, with those that an earlier load has done.
    pub(super) read: AtomicU64,
    /// The number of the row that was read last.
    pub(super) row: AtomicU64,
    /// The number of bytes that were read from the source.
    pub(super) bytes_read: AtomicU64,
    /// The number of rows without vertices and edges.
    pub(super) empty: AtomicU64,
    /// Nothing more is read or sent.
    pub(super) stopped: AtomicBool,
    rejects: Mutex<Rejects>,
    waiting: OnceLock<Arc<dyn WaitingRows>>,
}

impl Shared {
    pub(super) fn new(rejects: Rejects, read: u64) -> Self {
        Self {
            read: AtomicU64::new(read),
            row: AtomicU64::new(0),
            bytes_read: AtomicU64::new(0),
            empty: AtomicU64::new(0),
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

    /// Writes the rejected rows to their file, and waits until they are on the disk.
    ///
    /// # Errors
    ///
    /// When they cannot be written.
    pub(super) fn flush_rejects(&self) -> Result<()> {
        let sync = self.rejects().flush()?;
        sync()
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
    /// The rows of earlier loads.
    pub(super) past: Past,
    /// The lines that rows are written as, where they can be.
    pub(super) lines: Option<Arc<[LineFile]>>,
}

impl Reading {
    /// Reads all rows. Blocks while requests are under way, so it runs on a thread of its own.
    pub(super) fn read_all<Row, G: 'static>(
        self,
        mut rows: Box<dyn ReadRows<Row>>,
        mut map: impl FnMut(Row, &mut RowOutput<G>) -> Result<(), Reason>,
    ) -> Result<()> {
        let output = RowOutput::new(self.memory.max_row(), self.lines.clone());
        let next = Arc::new(Mutex::new(NextChunk::new(output)));
        // It is set once, for the only call of this function.
        let _ = self.shared.waiting.set(next.clone());
        let lock = || next.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pace = self.max_rows_per_second.map(Pace::new);
        // The last row that an earlier load has done, of those that follow each other.
        let (mut number, mut done) = (0, 0);
        let mut place = Place::default();
        let mut read = self.shared.read.load(Ordering::Relaxed);
        while !self.shared.is_stopped()
            && let Some(row) = rows.read(&mut place).map_err(failure)?
        {
            number += 1;
            if number > done
                && let Some(last) = self.past.done_from(number)
            {
                done = last;
                let mut next = lock();
                let before = (next.rows() > 0).then(|| next.take());
                next.skip_to(last);
                drop(next);
                if !before.is_none_or(|chunk| self.send(chunk)) {
                    return Ok(());
                }
            }
            if number <= done {
                continue;
            }
            read += 1;
            // No other thread writes them.
            self.shared.read.store(read, Ordering::Relaxed);
            self.shared.row.store(number, Ordering::Relaxed);
            self.shared.bytes_read.store(rows.bytes_read(), Ordering::Relaxed);
            if let Some(pace) = &mut pace {
                thread::sleep(pace.wait(Instant::now()));
            }
            let mut next = lock();
            next.last = number;
            let row = row.and_then(|row| self.memory.check_text(rows.text()).map(|()| row));
            match row.and_then(|row| map(row, &mut next.output)) {
                Err(reason) => {
                    next.output.body.abandon_row();
                    // The first rows are in the account, with their text.
                    let row = rejected(number, &place, reason.to_string(), rows.text());
                    let in_doubt = reason.is::<InDoubt>();
                    next.not_sent.in_doubt += u32::from(in_doubt);
                    self.shared.rejects().add(RejectedRow { in_doubt, ..row })?;
                }
                Ok(()) if self.past.is_in_doubt(number) && next.output.body.present_row_adds() => {
                    next.output.body.abandon_row();
                    let row = rejected(number, &place, LOST.to_owned(), rows.text());
                    next.not_sent.in_doubt += 1;
                    self.shared.rejects().add(RejectedRow { in_doubt: true, ..row })?;
                }
                Ok(()) if next.output.body.end_row() => {
                    let text = if self.keeps_text { rows.text() } else { None };
                    next.add_origin(&place, text);
                }
                Ok(()) => {
                    self.shared.empty.fetch_add(1, Ordering::Release);
                    next.not_sent.empty += 1;
                }
            }
            // Rows without content end a chunk, too: the checkpoint and the progress go on.
            if next.bytes() >= self.request_bytes || next.rows() >= MAX_ROWS {
                let chunk = next.take();
                drop(next);
                if !self.send(chunk) {
                    return Ok(());
                }
            }
        }
        self.shared.bytes_read.store(rows.bytes_read(), Ordering::Relaxed);
        let mut next = lock();
        if next.rows() > 0 && !self.shared.is_stopped() {
            let chunk = next.take();
            drop(next);
            self.send(chunk);
        }
        Ok(())
    }

    /// Gives a chunk to the sending side. Returns `false` if the load has ended.
    fn send(&self, mut chunk: Chunk) -> bool {
        chunk.memory = self.memory.take(chunk.bytes);
        self.chunks.blocking_send(chunk).is_ok()
    }
}

/// The times of rows of which a maximum number is read in a second.
struct Pace {
    interval: Duration,
    /// The time of the last row.
    last: Option<Instant>,
}

impl Pace {
    fn new(max: NonZeroU32) -> Self {
        Self { interval: Duration::from_secs(1) / max.get(), last: None }
    }

    /// Returns the time to wait before the next row. Short times add up first, because a thread
    /// cannot wait for them; a longer time in which no row could be read is not made up for.
    fn wait(&mut self, now: Instant) -> Duration {
        let last = self.last.unwrap_or(now).max(now.checked_sub(MAX_BEHIND).unwrap_or(now));
        let due = last + self.interval;
        self.last = Some(due);
        let wait = due.saturating_duration_since(now);
        if wait < MIN_WAIT { Duration::ZERO } else { wait }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_wait_for_their_part_of_a_second() {
        let (start, ms) = (Instant::now(), Duration::from_millis);
        let mut pace = Pace::new(NonZeroU32::new(100).unwrap());
        let mut after = |time| pace.wait(start + ms(time));
        assert_eq!([after(0), after(10), after(22)], [ms(10), ms(10), ms(8)]);
        assert_eq!([after(36), after(48)], [Duration::ZERO; 2], "short times add up");
        // After a minute without rows, only a few are not waited for.
        let rows = (0..100).filter(|_| after(60_000).is_zero()).count();
        assert_eq!(rows, 10);
    }
}
