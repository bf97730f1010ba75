//! Built-in functions: the counts and statistics that the engine keeps.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use super::AttributeStatistics;
use crate::client::api::statistics::{ALL_TYPES, Builtin};
use crate::client::{Client, Reply};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, operation, total};

/// Reads the result of a built-in function.
pub(super) type Read<T> = fn(&Builtin, Result<Reply>) -> Result<T>;

/// A call of a built-in function on a graph.
struct Ask<T> {
    client: Client,
    builtin: Builtin,
    read: Read<T>,
    /// A type name of the caller that would mean all types.
    problem: Option<&'static str>,
    timeout: Option<Duration>,
}

impl<T> Ask<T> {
    fn new(client: Client, function: &'static str, ty: Option<String>, read: Read<T>) -> Self {
        let (from_type, to_type, realtime) = (None, None, false);
        let builtin = Builtin { function, ty: String::new(), from_type, to_type, realtime };
        let mut ask = Self { client, builtin, read, problem: None, timeout: None };
        ask.builtin.ty = match ty {
            Some(ty) => ask.name(ty),
            None => ALL_TYPES.to_owned(),
        };
        ask
    }

    fn name(&mut self, name: String) -> String {
        if name.is_empty() || name == ALL_TYPES {
            self.problem = Some("name one type: the server takes `*` and an empty name for all");
        }
        name
    }

    async fn run(self) -> Result<T> {
        let mut scope = Scope::of_graph(&self.client, "count");
        if self.builtin.ty != ALL_TYPES {
            scope = scope.about(self.builtin.ty.clone());
        }
        if let Some(problem) = self.problem {
            return Err(scope.error(ErrorKind::Encode, problem));
        }
        let request = self.builtin.on(self.client.graph())?;
        let reply = scope.reply(request, Deadline::after(self.timeout)).await;
        (self.read)(&self.builtin, reply).map_err(|error| scope.named(error))
    }
}

macro_rules! builtin {
    ($(#[$docs:meta])* $name:ident: $counts:literal, $attributes:literal) => {
        $(#[$docs])*
        ///
        /// # Errors
        ///
        /// When the request fails: with [`ErrorKind::UnknownName`] if the graph has no such type.
        /// It is not an error that there is nothing to count.
        #[must_use = "operations do nothing until they are awaited"]
        pub struct $name<T>(Ask<T>);

        impl<T> $name<T> {
            /// Makes the server count again, which takes longer (3.6 and later). Otherwise writes
            /// of the last half minute may be missing.
            pub fn realtime(mut self) -> Self {
                self.0.builtin.realtime = true;
                self
            }

            /// Limits the time that the operation may take, its repetitions included.
            pub fn timeout(mut self, limit: Duration) -> Self {
                self.0.timeout = Some(limit);
                self
            }

            async fn run(self) -> Result<T> {
                self.0.run().await
            }
        }

        operation!(@await 'static [T: 'static] $name<T> => T);

        impl $name<BTreeMap<String, u64>> {
            pub(super) fn counts(client: Client) -> Self {
                Self(Ask::new(client, $counts, None, counts))
            }
        }

        impl $name<u64> {
            pub(super) fn count(client: Client, ty: impl Into<String>) -> Self {
                Self(Ask::new(client, $counts, Some(ty.into()), count))
            }
        }

        impl<C> $name<AttributeStatistics<C>> {
            pub(super) fn attributes(
                client: Client,
                ty: impl Into<String>,
                read: Read<AttributeStatistics<C>>,
            ) -> Self {
                Self(Ask::new(client, $attributes, Some(ty.into()), read))
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0.builtin).finish()
            }
        }
    };
}

builtin! {
    /// Counts vertices, or reads statistics of their attributes, by a built-in function of
    /// `POST /builtins/{graph}`: the methods of [`Statistics`](super::Statistics),
    /// [`Vertices::approximate_count`](crate::Vertices::approximate_count) and
    /// [`Vertices::statistics`](crate::Vertices::statistics).
    ReadVertexStatistics: "stat_vertex_number", "stat_vertex_attr"
}
builtin! {
    /// Counts edges, or reads statistics of their attributes, by a built-in function of
    /// `POST /builtins/{graph}`: the methods of [`Statistics`](super::Statistics),
    /// [`Edges::approximate_count`](crate::Edges::approximate_count) and
    /// [`Edges::statistics`](crate::Edges::statistics).
    ReadEdgeStatistics: "stat_edge_number", "stat_edge_attr"
}

impl<T> ReadEdgeStatistics<T> {
    /// Restricts it to edges whose source is of this vertex type.
    pub fn leaving(mut self, vertex_type: impl Into<String>) -> Self {
        self.0.builtin.from_type = Some(self.0.name(vertex_type.into()));
        self
    }

    /// Restricts it to edges whose target is of this vertex type.
    pub fn reaching(mut self, vertex_type: impl Into<String>) -> Self {
        self.0.builtin.to_type = Some(self.0.name(vertex_type.into()));
        self
    }
}

#[derive(Deserialize)]
struct Counted {
    #[serde(alias = "v_type", alias = "e_type", rename = "type", default)]
    ty: String,
    count: u64,
}

fn counts(_: &Builtin, reply: Result<Reply>) -> Result<BTreeMap<String, u64>> {
    let counted: Vec<Counted> = reply?.results()?;
    let mut counts = BTreeMap::new();
    for Counted { ty, count } in counted {
        // Some servers return one entry for each pair of vertex types.
        let sum: &mut u64 = counts.entry(ty).or_default();
        *sum = sum.saturating_add(count);
    }
    Ok(counts)
}

fn count(builtin: &Builtin, reply: Result<Reply>) -> Result<u64> {
    let counted: Vec<Counted> = reply?.results()?;
    if counted.is_empty() {
        let message = format!("the answer has no count of `{}`", builtin.ty);
        return Err(Error::new(ErrorKind::Protocol, message));
    }
    Ok(total(counted.iter().map(|entry| entry.count)))
}

impl<V: crate::Vertex> crate::Vertices<V> {
    /// Returns the count of the type that the engine keeps: fast, and up to half a minute older
    /// than the last write. [`count`](Self::count) is exact.
    pub fn approximate_count(&self) -> ReadVertexStatistics<u64> {
        ReadVertexStatistics::<u64>::count(self.client().clone(), V::SPEC.name)
    }
}

impl<E: crate::Edge> crate::Edges<E> {
    /// Returns the count of the type that the engine keeps: fast, and up to half a minute older
    /// than the last write; also of the edges between two of its vertex types.
    /// [`count`](Self::count) is exact.
    pub fn approximate_count(&self) -> ReadEdgeStatistics<u64> {
        ReadEdgeStatistics::<u64>::count(self.client().clone(), E::SPEC.name)
    }
}
