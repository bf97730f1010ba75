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

pub(crate) use crate::client::Deadline;
use crate::error::Result;
pub use confirm::{ConfirmAll, ConfirmServer};
pub use raw_request::RawRequest;
pub(crate) use work::{OnProgress, Pauses};
pub use work::{WaitFor, WorkState};

/// An operation that has begun.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Adds up counts of a server. A sum that no count can hold is the maximum, and never a panic.
pub(crate) fn total(counts: impl IntoIterator<Item = u64>) -> u64 {
    counts.into_iter().fold(0, u64::saturating_add)
}

/// The number of concurrent requests of one operation on many ids.
pub(crate) const CONCURRENCY: usize = 16;

/// Makes a builder with a `run` method awaitable, and adds the setters of its limits. A builder
/// that borrows from its caller has a lifetime: `operation!(impl ['a; 'a, T] ..)`.
///
/// Without more it has a field `timeout` and a setter for that. With `limits [response_limit,
/// thread_limit, ..]` after the output it has a field `limits: Limits`, and setters for the time
/// and for those named; only those that mean something to the request are named.
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
            /// Sets the time limit of the operation, its repetitions included. The server gets the
            /// limit, too.
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
                let run = ::std::boxed::Box::pin(self.run());
                ::std::boxed::Box::pin(async move {
                    $crate::client::runtime()?;
                    run.await
                })
            }
        }
    };
    (@limits $generics:tt $operation:ty, $($limit:ident)*) => {
        $($crate::operation::operation!(@$limit $generics $operation);)*
    };
    (@timeout [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Sets the time limit of the operation, its repetitions included. The server gets the
            /// limit, too.
            pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
                self.limits.timeout = Some(limit);
                self
            }
        }
    };
    (@response_limit [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Sets the maximum size of an answer in bytes (`RESPONSE-LIMIT`). Above it the request
            /// fails with [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge). Default:
            /// the connection's.
            pub fn response_limit(mut self, bytes: u64) -> Self {
                self.limits.response = Some(bytes);
                self
            }
        }
    };
    (@thread_limit [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Sets the maximum number of threads per machine (`GSQL-THREAD-LIMIT`). Default: that
            /// of the connection.
            pub fn thread_limit(mut self, threads: u32) -> Self {
                self.limits.threads = Some(threads);
                self
            }
        }
    };
    (@memory_limit [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Sets the maximum memory per machine in megabytes (`GSQL-QueryLocalMemLimitMB`);
            /// above it the server aborts the query. Default: that of the connection.
            pub fn memory_limit(mut self, megabytes: u64) -> Self {
                self.limits.memory = Some(megabytes);
                self
            }
        }
    };
    (@replica [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Sets the replica that runs the query, counted from 1 (`GSQL-REPLICA`). Default: that
            /// of the connection.
            pub fn replica(mut self, number: u32) -> Self {
                self.limits.replica = Some(number);
                self
            }
        }
    };
    (@atomic_level [$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Sets the atomicity of each request (`gsql-atomic-level`). Default: that of the
            /// connection.
            pub fn atomic_level(mut self, level: $crate::client::AtomicLevel) -> Self {
                self.limits.atomic = Some(level);
                self
            }
        }
    };
}

pub(crate) use operation;

type Start<T> = Box<dyn FnOnce(Deadline) -> Pending<'static, T> + Send>;

/// A call of the server that is made when it is awaited; until then nothing is sent. The method
/// that returns it documents the result and the errors.
///
/// It is a future itself, so it can be given to `tokio::spawn` and `join_all` as it is. Operations
/// with settings of their own, such as [`Find`](crate::vertices::Find), become one by
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

    /// Sets the time limit of the operation, its repetitions included. The server gets the limit,
    /// too.
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
            if let Err(error) = crate::client::runtime() {
                return Poll::Ready(Err(error));
            }
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
