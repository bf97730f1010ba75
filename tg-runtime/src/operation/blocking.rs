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

use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use futures_util::StreamExt as _;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::{Error, ErrorKind, Result};

/// Waits for an operation on the current thread, where there is no async runtime.
pub trait Wait: Sized {
    /// The result of the operation.
    type Value;

    /// Runs it to its end on this thread.
    ///
    /// # Errors
    ///
    /// Its own, and [`ErrorKind::Blocking`] inside of an async runtime, which it would block: await
    /// it there.
    fn wait(self) -> Result<Self::Value>;
}

impl<F, T> Wait for F
where
    F: IntoFuture<Output = Result<T>>,
{
    type Value = T;

    fn wait(self) -> Result<T> {
        runtime()?.block_on(async { self.await })
    }
}

/// Waits for each item of a stream.
pub trait WaitEach: Sized {
    /// The type of the items.
    type Value;

    /// The stream as an iterator.
    ///
    /// Each item can be an error: the stream's own, and [`ErrorKind::Blocking`] inside of an async
    /// runtime.
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
            Ok(runtime) => runtime.block_on(self.stream.next()),
            Err(error) => {
                self.refused = true;
                Some(Err(error))
            }
        }
    }
}

/// The runtime in the background. Its one worker serves the connections between two waits.
fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<Result<Runtime>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        let message = "`wait` was called inside of an async runtime: use `.await`";
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
