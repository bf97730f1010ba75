//! How long a query may go on.

use std::cell::Cell;
use std::fmt;

use super::Failure;

/// Steps between two looks at the clock.
const STEPS: u32 = 256;

/// Counts steps, and asks now and then whether to stop.
pub(crate) struct Budget {
    is_over: Box<dyn Fn() -> bool + Send>,
    steps: Cell<u32>,
}

impl Budget {
    pub(crate) fn new(is_over: impl Fn() -> bool + Send + 'static) -> Self {
        Self { is_over: Box::new(is_over), steps: Cell::new(0) }
    }

    /// Takes a step.
    ///
    /// # Errors
    ///
    /// If it is time to stop.
    pub(crate) fn step(&self) -> Result<(), Failure> {
        let steps = self.steps.get();
        self.steps.set((steps + 1) % STEPS);
        if steps == 0 && (self.is_over)() { Err(Failure::stopped()) } else { Ok(()) }
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget").finish_non_exhaustive()
    }
}
