//! Operations: values that are built, then awaited.

use std::pin::Pin;

use crate::error::Result;

/// An operation that has begun.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// How many requests of one operation on many ids are on their way at once.
pub(crate) const CONCURRENCY: usize = 16;

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
