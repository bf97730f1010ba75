//! The calls of typed queries that have parameters with defaults.

/// Writes what each call has besides its setters: the settings of the operation, and that it can be
/// awaited. The operation is in the field `0`.
#[doc(hidden)]
#[macro_export]
macro_rules! __query_call {
    ($call:ident, RunQuery => $results:ty) => {
        $crate::__query_call!(@common $call, RunQuery => $results);

        #[allow(dead_code)]
        impl $call {
            $crate::__query_call! { @forward
                all_vertices();
                post();
                replica(number: ::core::primitive::u32);
            }

            /// Returns the request that runs the query, and sends nothing: as `RunQuery::explain`.
            ///
            /// # Errors
            ///
            /// When a parameter cannot be sent.
            pub fn explain(&self) -> $crate::Result<::std::string::String> {
                self.0.explain()
            }

            /// Starts the query without waiting for its end: as `RunQuery::detached`.
            ///
            /// # Errors
            ///
            /// Those that occur before a query runs.
            pub fn detached(self) -> $crate::Operation<$crate::query::DetachedQuery<$results>> {
                self.0.detached()
            }
        }
    };
    ($call:ident, Interpret => $results:ty) => {
        $crate::__query_call!(@common $call, Interpret => $results);
    };
    (@common $call:ident, $operation:ident => $results:ty) => {
        #[allow(dead_code)]
        impl $call {
            $crate::__query_call! { @forward
                timeout(limit: ::core::time::Duration);
                idempotent(idempotent: ::core::primitive::bool);
                response_limit(bytes: ::core::primitive::u64);
                thread_limit(threads: ::core::primitive::u32);
                memory_limit(megabytes: ::core::primitive::u64);
            }
        }

        impl ::core::future::IntoFuture for $call {
            type Output = $crate::Result<$results>;
            type IntoFuture = $crate::operation::Pending<'static, $results>;

            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.0)
            }
        }
    };
    (@forward $($name:ident($($argument:ident: $ty:ty)?);)+) => {
        $(
            #[doc = concat!("Sets `", stringify!($name), "` of the operation.")]
            pub fn $name(self $(, $argument: $ty)?) -> Self {
                Self(self.0.$name($($argument)?))
            }
        )+
    };
}
