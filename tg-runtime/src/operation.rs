//! Operations: values that are built, then awaited.

use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use crate::error::Result;

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

/// Makes a builder with a `run` method and a `timeout` field awaitable. What borrows from its caller
/// says for how long: `operation!(impl ['a; 'a, T] ..)`.
macro_rules! operation {
    (impl [$lifetime:lifetime; $($generics:tt)*] $operation:ty => $output:ty) => {
        impl<$($generics)*> ::std::future::IntoFuture for $operation {
            type Output = $crate::Result<$output>;
            type IntoFuture = $crate::operation::Pending<$lifetime, $output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.run())
            }
        }

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
}

pub(crate) use operation;
