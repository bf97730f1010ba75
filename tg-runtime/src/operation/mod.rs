//! Operations: values that are built, then awaited.

#[cfg(feature = "blocking")]
pub mod blocking;
mod confirm;
pub mod gsql;
mod raw_request;
mod work;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Instant;

use crate::error::Result;
pub use confirm::{ConfirmAll, ConfirmServer};
pub use raw_request::RawRequest;
pub(crate) use work::{OnProgress, Pauses};
pub use work::{WaitFor, WorkState};

/// An operation that has begun.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// How many requests of one operation on many ids are on their way at once.
pub(crate) const CONCURRENCY: usize = 16;

/// When an operation of several requests must be over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    /// So long from now; a limit beyond what the clock counts is none.
    pub(crate) fn after(limit: Option<Duration>) -> Self {
        Self(limit.and_then(|limit| Instant::now().checked_add(limit)))
    }

    /// The moment itself.
    pub(crate) fn instant(self) -> Option<Instant> {
        self.0
    }

    /// How long the next request may take.
    pub(crate) fn left(self) -> Option<Duration> {
        self.0.map(|end| end.saturating_duration_since(Instant::now()))
    }
}

/// Makes a builder with a `run` method awaitable, and gives it the setters of its limits. What borrows
/// from its caller says for how long: `operation!(impl ['a; 'a, T] ..)`.
///
/// Without more it has a field `timeout` and a setter for that. With
/// `limits [response_limit, thread_limit, ..]` behind the output it has a field
/// `limits: Limits`, and setters for the time and for those named; only those that mean something to
/// the request are named.
macro_rules! operation {
    (impl [$lifetime:lifetime; $($generics:tt)*] $operation:ty => $output:ty, limits [$($limit:ident),*]) => {
        $crate::operation::operation!(@await $lifetime [$($generics)*] $operation => $output);
        $crate::operation::operation!(@limits [$($generics)*] $operation, timeout $($limit)*);
    };
    (impl [$($generics:tt)*] $operation:ty => $output:ty, limits [$($limit:ident),*]) => {
        $crate::operation::operation!(impl ['static; $($generics)*] $operation => $output, limits [$($limit),*]);
    };
    (impl [$lifetime:lifetime; $($generics:tt)*] $operation:ty => $output:ty) => {
        $crate::operation::operation!(@await $lifetime [$($generics)*] $operation => $output);

        impl<$($generics)*> $operation {
            /// The longest that the operation may take, its repetitions included. The server is
            /// told to stop working after this time too.
            pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
                self.timeout = Some(limit);
                self
            }
        }
    };
    (impl [$($generics:tt)*] $operation:ty => $output:ty) => {
        $crate::operation::operation!(impl ['static; $($generics)*] $operation => $output);
    };
    (@await $lifetime:lifetime [$($generics:tt)*] $operation:ty => $output:ty) => {
        impl<$($generics)*> ::std::future::IntoFuture for $operation {
            type Output = $crate::Result<$output>;
            type IntoFuture = $crate::operation::Pending<$lifetime, $output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.run())
            }
        }
    };
    (@limits $generics:tt $operation:ty, $($limit:ident)*) => {
        $($crate::operation::operation!(@$limit $generics $operation);)*
    };
    (@timeout [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// The longest that the operation may take, its repetitions included. The server is
            /// told to stop working after this time too.
            pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
                self.limits.timeout = Some(limit);
                self
            }
        }
    };
    (@response_limit [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// The largest answer that the server shall give, in bytes (`RESPONSE-LIMIT`). Over it
            /// the request fails with [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge). Default:
            /// the connection's.
            pub fn response_limit(mut self, bytes: u64) -> Self {
                self.limits.response = Some(bytes);
                self
            }
        }
    };
    (@thread_limit [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// How many threads the query may use on a machine (`GSQL-THREAD-LIMIT`). Default: the
            /// connection's.
            pub fn thread_limit(mut self, threads: u32) -> Self {
                self.limits.threads = Some(threads);
                self
            }
        }
    };
    (@memory_limit [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// How much memory, in megabytes, the query may use on a machine
            /// (`GSQL-QueryLocalMemLimitMB`); over it the server aborts the query. Default: the
            /// connection's.
            pub fn memory_limit(mut self, megabytes: u64) -> Self {
                self.limits.memory = Some(megabytes);
                self
            }
        }
    };
    (@replica [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Which replica runs the query, counted from 1 (`GSQL-REPLICA`). Default: the
            /// connection's.
            pub fn replica(mut self, number: u32) -> Self {
                self.limits.replica = Some(number);
                self
            }
        }
    };
    (@atomic_level [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Whether each request is stored as a whole, or as far as it can be
            /// (`gsql-atomic-level`). Default: the connection's.
            pub fn atomic_level(mut self, level: $crate::client::AtomicLevel) -> Self {
                self.limits.atomic = Some(level);
                self
            }
        }
    };
}

pub(crate) use operation;

type Start<T> = Box<dyn FnOnce(Deadline) -> Pending<'static, T> + Send>;

/// A call of the server that is made when it is awaited; until then nothing is sent. The method that
/// returns it documents the result and the errors.
///
/// It is a future itself, so it can be given to `tokio::spawn` and `join_all` as it is. Operations with
/// settings of their own, such as [`Find`](crate::vertices::Find), become one by
/// [`into_future`](IntoFuture::into_future).
#[must_use = "operations do nothing until they are awaited"]
pub struct Operation<T> {
    start: Option<Start<T>>,
    running: Option<Pending<'static, T>>,
    timeout: Option<Duration>,
}

impl<T> Operation<T> {
    pub(crate) fn new<F, R>(start: F) -> Self
    where
        F: FnOnce(Deadline) -> R + Send + 'static,
        R: Future<Output = Result<T>> + Send + 'static,
    {
        let start: Start<T> = Box::new(|deadline| Box::pin(start(deadline)));
        Self { start: Some(start), running: None, timeout: None }
    }

    /// Limits the time that the operation may take, its repetitions included. The server is told to
    /// stop working after this time too.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// An operation with a result that is known already.
    pub(crate) fn ready(result: T) -> Self
    where
        T: Send + 'static,
    {
        Self::new(|_| std::future::ready(Ok(result)))
    }

    /// Keeps the time limit of the builder that became this operation.
    pub(crate) fn limited(self, timeout: Option<Duration>) -> Self {
        Self { timeout, ..self }
    }

    /// Runs as a part of another operation, within its deadline.
    pub(crate) async fn within(mut self, deadline: Deadline) -> Result<T> {
        match self.start.take() {
            Some(start) => start(deadline).await,
            None => self.await,
        }
    }
}

impl<T> Future for Operation<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        if let Some(start) = self.start.take() {
            let deadline = Deadline::after(self.timeout);
            self.running = Some(start(deadline));
        }
        match &mut self.running {
            Some(running) => running.as_mut().poll(context),
            // One of both is there from the beginning to the end.
            None => Poll::Pending,
        }
    }
}

impl<T> fmt::Debug for Operation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
