//! Threads for work that must not occupy those of the runtime.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use tokio::sync::oneshot;

/// Runs a step that ends soon, but can wait for a lock or process much data, on the runtime's pool
/// of threads for blocking work.
///
/// # Panics
///
/// If the step panics.
pub(crate) async fn blocking<T: Send + 'static>(step: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(step).await.map_err(tokio::task::JoinError::try_into_panic) {
        Ok(done) => done,
        Err(Ok(payload)) => resume_unwind(payload),
        // The runtime is shutting down, and with it the caller.
        Err(Err(_)) => std::future::pending().await,
    }
}

/// Runs work that can take any time on a thread of its own: the threads of the runtime's pool are
/// limited, and needed by [`blocking`].
///
/// # Errors
///
/// Returns the payload if the work panicked, or if the system cannot create a thread.
pub(crate) async fn on_own_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Box<dyn Any + Send>> {
    let (sender, receiver) = oneshot::channel();
    let work = move || _ = sender.send(catch_unwind(AssertUnwindSafe(work)));
    if let Err(error) = thread::Builder::new().name("tg-emulator".to_owned()).spawn(work) {
        return Err(Box::new(format!("the system cannot create a thread: {error}")));
    }
    // A thread sends before it ends, whether its work panics or not.
    receiver.await.unwrap_or_else(|error| Err(Box::new(error.to_string())))
}
