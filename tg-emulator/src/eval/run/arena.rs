//! Values that are created during a run and live until its end.

use std::cell::OnceCell;

/// The maximum number of values of one kind.
pub(super) const MAX_VALUES: usize = 1000;

/// A list of values: one that is added lives as long as the others.
#[derive(Debug)]
pub(super) struct Arena<T> {
    value: OnceCell<T>,
    next: OnceCell<Box<Self>>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { value: OnceCell::new(), next: OnceCell::new() }
    }
}

impl<T> Arena<T> {
    /// Adds a value. Returns `None` if there are too many.
    pub(super) fn add(&self, value: T) -> Option<&T> {
        let mut last = self;
        for _ in 0..MAX_VALUES {
            if last.value.get().is_none() {
                return Some(last.value.get_or_init(|| value));
            }
            last = last.next.get_or_init(Box::default);
        }
        None
    }
}
