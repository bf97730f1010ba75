//! The same operations for programs without an async runtime.
//!
//! [`Wait::wait`] is on every operation, and on what else is awaited, such as `connect`. It runs on
//! one runtime in the background that all share.
//!
//! ```no_run
//! use tg_runtime::blocking::Wait as _;
//! # use tg_runtime::prelude::*;
//! # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
//! # #[tigergraph(graph = "Goods", auth = "none")] struct Goods { packages: Vertices<Package> }
//!
//! # fn main() -> Result<()> {
//! let graph = Goods::connect("http://localhost:14240").wait()?;
//! graph.packages.upsert(&Package { id: "P-1".to_owned() }).wait()?;
//! # Ok(())
//! # }
//! ```

use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use futures_core::Stream;
use futures_util::StreamExt as _;
use tokio::runtime::{Builder, Runtime};
use tokio::task::coop::poll_proceed;

use crate::error::{Error, ErrorKind, Result};

/// Waits for an operation on the current thread, where blocking is allowed: outside of async
/// functions, and in `spawn_blocking` and `block_in_place`.
pub trait Wait: Sized {
    /// The result of the operation.
    type Value;

    /// Runs it to its end on this thread.
    ///
    /// # Errors
    ///
    /// Its own, and [`ErrorKind::Blocking`] inside of an async function, whose thread it would
    /// block: await it there.
    fn wait(self) -> Result<Self::Value>;
}

impl<F, T> Wait for F
where
    F: IntoFuture<Output = Result<T>>,
{
    type Value = T;

    fn wait(self) -> Result<T> {
        block_on(runtime()?, self.into_future())
    }
}

/// Waits for each item of a stream.
pub trait WaitEach: Sized {
    /// The type of the items.
    type Value;

    /// The stream as an iterator.
    ///
    /// Each item can be an error: the stream's own, and [`ErrorKind::Blocking`] inside of an async
    /// function.
    fn wait_each(self) -> impl Iterator<Item = Result<Self::Value>>;
}

impl<S, T> WaitEach for S
where
    S: Stream<Item = Result<T>>,
{
    type Value = T;

    fn wait_each(self) -> impl Iterator<Item = Result<T>> {
        Each { stream: Box::pin(self), refused: false }
    }
}

struct Each<S> {
    stream: Pin<Box<S>>,
    refused: bool,
}

impl<S, T> Iterator for Each<S>
where
    S: Stream<Item = Result<T>>,
{
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        if self.refused {
            return None;
        }
        match runtime() {
            Ok(runtime) => block_on(runtime, self.stream.next()),
            Err(error) => {
                self.refused = true;
                Some(Err(error))
            }
        }
    }
}

/// Runs a future on this thread, while the runtime in the background serves its connections and
/// timers. `Runtime::block_on` would panic on some threads that may block.
fn block_on<T>(runtime: &Runtime, future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let _entered = runtime.enter();
    let waker = Arc::new(Unpark(thread::current())).into();
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park();
    }
}

/// Returns the runtime in the background. Its one worker serves the connections between two waits.
fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<Result<Runtime>> = OnceLock::new();
    if polls_a_task() {
        let message = "`wait` was called inside of an async function, which it would block: use \
                       `.await`, or `wait` in `spawn_blocking` or `block_in_place`";
        return Err(Error::new(ErrorKind::Blocking, message));
    }
    let start = || {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("tg-runtime")
            .enable_all()
            .build();
        runtime.map_err(|error| {
            Error::configuration(format!("no runtime can be started: {error}")).with_source(error)
        })
    };
    RUNTIME.get_or_init(start).as_ref().map_err(Clone::clone)
}

/// Returns `true` if tokio polls a future on this thread, which must not block. It limits what a
/// future does in one poll, and nothing on other threads: in `spawn_blocking`, in `block_in_place`
/// and where a runtime was only entered.
fn polls_a_task() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    let mut used = Vec::new();
    while used.len() <= usize::from(u8::MAX) {
        match poll_proceed(&mut context) {
            Poll::Ready(unit) => used.push(unit),
            Poll::Pending => {
                // Each gives back its own unit, so the first must be the last.
                while used.pop().is_some() {}
                return true;
            }
        }
    }
    false
}
