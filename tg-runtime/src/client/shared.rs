//! Work that several callers wait for.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, ready};
use tokio::runtime::Handle;

use crate::error::{Error, ErrorKind, Result};

/// The end of the work; `None` if its runtime ended before.
pub(crate) type Pending<T> = Shared<BoxFuture<'static, Option<Result<T>>>>;

/// Work that is done once for all callers that need it at a time.
///
/// It runs in a task of its own, so it continues when callers stop to wait at their deadlines.
pub(crate) struct SharedWork<T>(Arc<Mutex<Option<Pending<T>>>>);

impl<T: Clone + Send + Sync + 'static> SharedWork<T> {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    /// Returns `true` if the work was started and has not ended.
    pub(crate) fn is_running(&self) -> bool {
        lock(&self.0).is_some()
    }

    /// Starts the work, unless it is running, and returns its end.
    pub(crate) fn join(&self, work: impl FnOnce() -> BoxFuture<'static, Result<T>>) -> Pending<T> {
        let mut slot = lock(&self.0);
        if let Some(pending) = &*slot {
            return pending.clone();
        }
        let runtime = match runtime() {
            Ok(runtime) => runtime,
            Err(error) => return ready(Some(Err(error))).boxed().shared(),
        };
        let (own, work) = (Arc::clone(&self.0), AssertUnwindSafe(work()));
        let task = runtime.spawn(async move {
            let result = work.catch_unwind().await.unwrap_or_else(|_| {
                Err(Error::new(ErrorKind::Interrupted, "a task that prepares requests panicked"))
            });
            *lock(&own) = None;
            result
        });
        let own = Arc::downgrade(&self.0);
        let pending = async move {
            let end = task.await.ok();
            if let (None, Some(own)) = (&end, own.upgrade()) {
                *lock(&own) = None;
            }
            end
        };
        let pending = pending.boxed().shared();
        *slot = Some(pending.clone());
        pending
    }
}

/// Waits for the end of work, which is started again if another runtime started it and ended.
pub(crate) async fn finished<T: Clone>(mut start: impl FnMut() -> Pending<T>) -> Result<T> {
    for _ in 0..2 {
        if let Some(result) = start().await {
            return result;
        }
    }
    Err(Error::new(ErrorKind::Interrupted, "the async runtime was shut down"))
}

/// Returns the runtime of the current task.
///
/// # Errors
///
/// With [`ErrorKind::Configuration`] where there is none, instead of a panic at the first timer or
/// socket.
pub(crate) fn runtime() -> Result<Handle> {
    Handle::try_current().map_err(|error| {
        let message = "an operation needs a tokio runtime, and there is none on this thread: \
                       await it in `#[tokio::main]`, `Runtime::block_on` or a task, or call \
                       `wait()` with the feature `blocking`";
        Error::configuration(message).with_source(error)
    })
}

/// Locks the work. A poisoned lock is used, because its content is consistent at every point.
fn lock<T>(slot: &Mutex<Option<Pending<T>>>) -> MutexGuard<'_, Option<Pending<T>>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
