//! The limits of a query: its time and its memory.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::Failure;
use crate::threads;

/// The number of steps between two checks: reading the clock at every step would be too slow.
const STEPS_PER_CHECK: usize = 256;
/// The number of checks after which a query is long, and lets other work go first: there can be
/// more requests than processors, and most of them end soon.
const LONG: usize = 512;
/// The number of checks of a long query between two times at which other work goes first.
const CHECKS_PER_PAUSE: usize = 8;
/// The maximum pause of a long query if other work has begun since the last one, and the same as a
/// multiple of the time that it has run since then: it keeps a fifth of a processor. A thread that
/// only yields is often the next to run again.
const MAX_PAUSE: Duration = Duration::from_millis(2);
const MAX_PAUSE_PER_TIME: u32 = 4;
/// The unit in which queries take memory from the common pool.
const BLOCK: usize = 1 << 20;
/// The memory of all running queries together, in bytes.
const POOL: usize = 4 << 30;

/// The memory that the running queries of a server use together.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemoryPool(Arc<AtomicUsize>);

/// Counts the steps of a query and the bytes that it holds, and regularly checks whether it must
/// stop.
pub(crate) struct Budget {
    is_over: Box<dyn Fn() -> bool + Send>,
    steps: Cell<usize>,
    checks: Cell<usize>,
    /// The count of all work that had begun at the last pause.
    begun: Cell<usize>,
    /// The end of the last pause.
    paused: Cell<Instant>,
    /// The maximum number of bytes.
    limit: usize,
    used: Cell<usize>,
    pool: MemoryPool,
    /// The number of bytes that were taken from the pool.
    taken: Cell<usize>,
}

impl Budget {
    pub(crate) fn new(
        is_over: impl Fn() -> bool + Send + 'static,
        limit: usize,
        pool: MemoryPool,
    ) -> Self {
        let [steps, checks, begun, used, taken] = std::array::from_fn(|_| Cell::new(0));
        let (is_over, paused) = (Box::new(is_over), Cell::new(Instant::now()));
        Self { is_over, steps, checks, begun, paused, limit, used, pool, taken }
    }

    /// Counts a step.
    ///
    /// # Errors
    ///
    /// Fails if the query must stop.
    pub(crate) fn step(&self) -> Result<(), Failure> {
        self.steps(1)
    }

    /// Checks a value that is about to be created. It counts as many steps as its size requires.
    ///
    /// # Errors
    ///
    /// Fails if the query must stop, or if it would exceed its memory.
    pub(super) fn fits(&self, bytes: usize) -> Result<(), Failure> {
        self.steps(1 + bytes / 64)?;
        self.grow(bytes)?;
        self.shrink(bytes);
        Ok(())
    }

    /// Counts bytes that the query holds from now on.
    ///
    /// # Errors
    ///
    /// Fails if it exceeds its memory.
    #[inline]
    pub(super) fn grow(&self, bytes: usize) -> Result<(), Failure> {
        let used = self.used.get().saturating_add(bytes);
        if used > self.limit {
            return Err(out_of_memory(format_args!(
                "its limit of {} MB; the header GSQL-QueryLocalMemLimitMB sets it",
                self.limit >> 20
            )));
        }
        if used > self.taken.get() {
            let more = (used - self.taken.get()).next_multiple_of(BLOCK);
            if self.pool.0.fetch_add(more, Ordering::Relaxed).saturating_add(more) > POOL {
                self.pool.0.fetch_sub(more, Ordering::Relaxed);
                let pool = POOL >> 20;
                return Err(out_of_memory(format_args!("the {pool} MB of all running queries")));
            }
            self.taken.set(self.taken.get() + more);
        }
        self.used.set(used);
        Ok(())
    }

    /// Counts bytes that the query no longer holds.
    pub(super) fn shrink(&self, bytes: usize) {
        self.used.set(self.used.get().saturating_sub(bytes));
    }

    /// Counts a change of the bytes that the query holds.
    ///
    /// # Errors
    ///
    /// Fails if it exceeds its memory.
    pub(super) fn change(&self, bytes: isize) -> Result<(), Failure> {
        match usize::try_from(bytes) {
            Ok(0) => Ok(()),
            Ok(bytes) => self.grow(bytes),
            Err(_) => {
                self.shrink(bytes.unsigned_abs());
                Ok(())
            }
        }
    }

    /// Counts several steps: those of one operation on a large value.
    ///
    /// # Errors
    ///
    /// Fails if the query must stop.
    pub(super) fn work(&self, count: usize) -> Result<(), Failure> {
        self.steps(count)
    }

    /// Returns the number of steps until the last check.
    pub(super) fn made(&self) -> usize {
        self.checks.get().saturating_mul(STEPS_PER_CHECK)
    }

    /// Starts a count that ends when it is dropped.
    pub(super) fn hold(&self) -> Held<'_> {
        Held { budget: self, bytes: 0 }
    }

    fn steps(&self, count: usize) -> Result<(), Failure> {
        let steps = self.steps.get();
        self.steps.set((steps + count) % STEPS_PER_CHECK);
        let is_due = steps == 0 || steps + count > STEPS_PER_CHECK;
        if !is_due {
            return Ok(());
        }
        let checks = self.checks.get();
        self.checks.set(checks.wrapping_add(1));
        if checks >= LONG && checks.is_multiple_of(CHECKS_PER_PAUSE) {
            let begun = threads::begun();
            if self.begun.replace(begun) != begun {
                let time = self.paused.get().elapsed();
                thread::sleep((time * MAX_PAUSE_PER_TIME).min(MAX_PAUSE));
                self.paused.set(Instant::now());
            }
        }
        if (self.is_over)() { Err(Failure::stopped()) } else { Ok(()) }
    }
}

impl Drop for Budget {
    fn drop(&mut self) {
        self.pool.0.fetch_sub(self.taken.get(), Ordering::Relaxed);
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget").finish_non_exhaustive()
    }
}

/// Bytes of a budget. They are given back when this is dropped.
#[derive(Debug)]
pub(super) struct Held<'a> {
    budget: &'a Budget,
    bytes: usize,
}

impl Held<'_> {
    pub(super) fn grow(&mut self, bytes: usize) -> Result<(), Failure> {
        self.budget.grow(bytes)?;
        self.bytes += bytes;
        Ok(())
    }

    pub(super) fn shrink(&mut self, bytes: usize) {
        self.budget.shrink(bytes);
        self.bytes -= bytes.min(self.bytes);
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.budget.shrink(self.bytes);
    }
}

/// Returns the failure of a query that exceeds something.
fn out_of_memory(what: fmt::Arguments<'_>) -> Failure {
    let message = format!("The query is aborted because its memory exceeds {what}.");
    Failure::with_code("SYS-0002", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(limit: usize, pool: &MemoryPool) -> Budget {
        Budget::new(|| false, limit, pool.clone())
    }

    #[test]
    fn what_is_dropped_is_given_back() {
        let pool = MemoryPool::default();
        let query = budget(1000, &pool);
        let mut held = query.hold();
        held.grow(900).unwrap();
        assert_eq!(query.grow(200).unwrap_err().code.as_deref(), Some("SYS-0002"));
        drop(held);
        query.grow(200).unwrap();
        drop(query);
        assert_eq!(pool.0.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn queries_share_a_pool() {
        let pool = MemoryPool::default();
        let (one, other) = (budget(POOL, &pool), budget(POOL, &pool));
        one.grow(POOL / 4 * 3).unwrap();
        other.grow(POOL / 2).unwrap_err();
        drop(one);
        other.grow(POOL / 2).unwrap();
    }
}
