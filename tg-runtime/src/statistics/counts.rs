//! Counts that the engine keeps.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::builtin::Builtin;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::operation;

#[derive(Deserialize)]
struct Counted {
    #[serde(alias = "v_type", alias = "e_type", rename = "type", default)]
    ty: String,
    count: u64,
}

async fn counts(builtin: &Builtin, timeout: Option<Duration>) -> Result<BTreeMap<String, u64>> {
    let counted: Vec<Counted> = builtin.run(timeout).await?;
    let mut counts = BTreeMap::new();
    for Counted { ty, count } in counted {
        // Some servers give one entry for each pair of vertex types.
        *counts.entry(ty).or_default() += count;
    }
    Ok(counts)
}

async fn count(builtin: &Builtin, timeout: Option<Duration>) -> Result<u64> {
    let counted: Vec<Counted> = builtin.run(timeout).await?;
    if counted.is_empty() {
        let message = format!("the answer has no count of `{}`", builtin.ty());
        return Err(Error::new(ErrorKind::Protocol, message));
    }
    Ok(counted.iter().map(|entry| entry.count).sum())
}

macro_rules! counting {
    ($(#[$docs:meta])* $name:ident: $run:ident => $output:ty) => {
        $(#[$docs])*
        ///
        /// # Errors
        ///
        /// When the request fails: with [`ErrorKind::UnknownName`] if the graph has no such type.
        #[must_use = "operations do nothing until they are awaited"]
        #[derive(Debug)]
        pub struct $name {
            builtin: Builtin,
            timeout: Option<Duration>,
        }

        impl $name {
            pub(super) fn new(builtin: Builtin) -> Self {
                Self { builtin, timeout: None }
            }

            /// Has the server count afresh, which takes it longer (3.6 and later). Without, writes of
            /// the last half minute may be missing.
            pub fn realtime(mut self) -> Self {
                self.builtin.realtime();
                self
            }

            async fn run(self) -> Result<$output> {
                $run(&self.builtin, self.timeout).await
            }
        }

        operation!(impl [] $name => $output);
    };
}

macro_rules! between {
    ($name:ident) => {
        impl $name {
            /// Only edges that leave vertices of this type.
            pub fn leaving(mut self, vertex_type: impl Into<String>) -> Self {
                self.builtin.leaving(vertex_type);
                self
            }

            /// Only edges that reach vertices of this type.
            pub fn reaching(mut self, vertex_type: impl Into<String>) -> Self {
                self.builtin.reaching(vertex_type);
                self
            }
        }
    };
}

counting! {
    /// Counts the vertices of every type: [`Statistics::vertices`](super::Statistics::vertices).
    /// Awaited, it gives the count by the name of the type.
    VertexCounts: counts => BTreeMap<String, u64>
}
counting! {
    /// Counts the vertices of one type: [`Statistics::vertices_of`](super::Statistics::vertices_of)
    /// and [`Vertices::approximate_count`](crate::Vertices::approximate_count).
    VertexCount: count => u64
}
counting! {
    /// Counts the edges of every type: [`Statistics::edges`](super::Statistics::edges). Awaited, it
    /// gives the count by the name of the type.
    EdgeCounts: counts => BTreeMap<String, u64>
}
counting! {
    /// Counts the edges of one type: [`Statistics::edges_of`](super::Statistics::edges_of) and
    /// [`Edges::approximate_count`](crate::Edges::approximate_count).
    EdgeCount: count => u64
}
between!(EdgeCounts);
between!(EdgeCount);

impl<V: crate::Vertex> crate::Vertices<V> {
    /// The count of the type that the engine keeps: fast, and up to half a minute behind the writes.
    /// [`count`](Self::count) is exact.
    pub fn approximate_count(&self) -> VertexCount {
        let client = self.client().clone();
        VertexCount::new(Builtin::new(client, "stat_vertex_number", V::SPEC.name))
    }
}

impl<E: crate::Edge> crate::Edges<E> {
    /// The count of the type that the engine keeps: fast, and up to half a minute behind the writes;
    /// also of the edges between two of its vertex types. [`count`](Self::count) counts afresh.
    pub fn approximate_count(&self) -> EdgeCount {
        let client = self.client().clone();
        EdgeCount::new(Builtin::new(client, "stat_edge_number", E::SPEC.name))
    }
}
