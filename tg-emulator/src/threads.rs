//! Threads for work that must not occupy those of the runtime.

use std::any::Any;
use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

static BEGUN: AtomicUsize = AtomicUsize::new(0);

/// Returns a count of all steps and work that have begun in this process. It starts again at 0
/// after its maximum.
pub(crate) fn begun() -> usize {
    BEGUN.load(Ordering::Relaxed)
}

/// Runs a step that ends soon, but can wait for a lock or process much data, on the runtime's pool
/// of threads for blocking work.
///
/// # Panics
///
/// If the step panics.
pub(crate) async fn blocking<T: Send + 'static>(step: impl FnOnce() -> T + Send + 'static) -> T {
    BEGUN.fetch_add(1, Ordering::Relaxed);
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
    BEGUN.fetch_add(1, Ordering::Relaxed);
    let (sender, receiver) = oneshot::channel();
    let work = move || _ = sender.send(catch_unwind(AssertUnwindSafe(work)));
    if let Err(error) = start(Box::new(work)) {
        return Err(Box::new(format!("the system cannot create a thread: {error}")));
    }
    // A thread sends before it ends, whether its work panics or not.
    receiver.await.unwrap_or_else(|error| Err(Box::new(error.to_string())))
}

type Work = Box<dyn FnOnce() + Send>;

/// The time after which a thread without work ends.
const IDLE_TIME: Duration = Duration::from_secs(10);

/// The stack of a thread, which must suffice for calls of queries within each other. The system
/// provides only the part that is used.
const STACK: usize = 64 << 20;

/// The threads that have ended their work. A system lets a new thread wait longer for a processor
/// than one that wakes up, so the next work runs on one of these.
static IDLE: Mutex<Idle> = Mutex::new(Idle { threads: 0, work: VecDeque::new() });
static WORK: Condvar = Condvar::new();

struct Idle {
    /// The number of threads that wait; there is never more work than threads.
    threads: usize,
    work: VecDeque<Work>,
}

/// Starts work on a thread that does nothing else until the work has ended.
fn start(work: Work) -> io::Result<()> {
    let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    if idle.work.len() < idle.threads {
        idle.work.push_back(work);
        WORK.notify_one();
        return Ok(());
    }
    drop(idle);
    let serve = move || {
        work();
        while let Some(work) = next_work() {
            work();
        }
    };
    let thread = thread::Builder::new().name("tg-emulator".to_owned()).stack_size(STACK);
    thread.spawn(serve).map(drop)
}

/// Waits for work; `None` if none comes.
fn next_work() -> Option<Work> {
    let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    idle.threads += 1;
    let waits = |idle: &mut Idle| idle.work.is_empty();
    let waited = WORK.wait_timeout_while(idle, IDLE_TIME, waits);
    (idle, _) = waited.unwrap_or_else(PoisonError::into_inner);
    idle.threads -= 1;
    idle.work.pop_front()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[tokio::test]
    async fn a_thread_is_used_again_and_never_for_two_works_at_once() {
        let mut threads = HashSet::new();
        for _ in 0..1_000 {
            threads.insert(on_own_thread(|| thread::current().id()).await.unwrap());
            on_own_thread(|| panic!("the thread survives it")).await.unwrap_err();
        }
        assert!(threads.len() < 1_000, "{}", threads.len());
        let together = std::sync::Arc::new(std::sync::Barrier::new(50));
        let works = (0..50).map(|_| {
            let together = together.clone();
            tokio::spawn(on_own_thread(move || together.wait().is_leader()))
        });
        let works: Vec<_> = works.collect();
        let mut leaders = 0;
        for work in works {
            leaders += usize::from(work.await.unwrap().unwrap());
        }
        assert_eq!(leaders, 1);
    }
}
