//! The time limit of queries.

use std::cell::Cell;
use std::fmt;

use super::Failure;

/// The number of steps between two checks: reading the clock at every step would be too slow.
const STEPS_PER_CHECK: u32 = 256;

/// Counts the steps of a query, and regularly checks whether it must stop.
pub(crate) struct Budget {
    is_over: Box<dyn Fn() -> bool + Send>,
    steps: Cell<u32>,
}

impl Budget {
    pub(crate) fn new(is_over: impl Fn() -> bool + Send + 'static) -> Self {
        Self { is_over: Box::new(is_over), steps: Cell::new(0) }
    }

    /// Counts a step.
    ///
    /// # Errors
    ///
    /// Fails if the query must stop.
    pub(crate) fn step(&self) -> Result<(), Failure> {
        let steps = self.steps.get();
        self.steps.set((steps + 1) % STEPS_PER_CHECK);
        if steps == 0 && (self.is_over)() { Err(Failure::stopped()) } else { Ok(()) }
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget").finish_non_exhaustive()
    }
}
