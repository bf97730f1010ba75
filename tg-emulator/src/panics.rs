//! Panics of handlers and of work in the background.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The first panic of a server, kept for the test that owns it. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Panics(Arc<Mutex<Option<Box<dyn Any + Send>>>>);

impl Panics {
    /// Keeps a panic, unless there is an earlier one.
    pub(crate) fn keep(&self, payload: Box<dyn Any + Send>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(payload);
    }

    pub(crate) fn take(&self) -> Option<Box<dyn Any + Send>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for Panics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Panics")
    }
}
