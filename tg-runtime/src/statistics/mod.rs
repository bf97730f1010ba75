//! Counts and statistics: of all types at once, of attributes, and of the edges of a vertex.
//!
//! The server counts in two ways. `POST /builtins/{graph}` returns the counts that the engine
//! keeps: fast for any number of vertices, and up to half a minute older than the last write,
//! unless [`realtime`](ReadVertexStatistics::realtime) makes it count again. `count_only` reads
//! every vertex and is exact: [`Vertices::count`](crate::Vertices::count),
//! [`Statistics::exact_vertices`].

mod attributes;
mod counts;
mod degrees;
mod vectors;

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;

pub use attributes::{AttributeStatistics, Booleans, Numbers};
pub use counts::{ReadEdgeStatistics, ReadVertexStatistics};
pub use degrees::Degrees;
pub use vectors::VectorIndexes;

use crate::client::Client;
use crate::client::api::statistics as api;
use crate::operation::gsql::Scope;
use crate::operation::{CONCURRENCY, Operation, total};

/// Counts and statistics of a graph by the names of its types:
/// [`Graph::statistics`](crate::Graph::statistics).
///
/// By type there are [`Vertices::count`], [`Vertices::approximate_count`],
/// [`Vertices::statistics`], [`Vertices::degrees`], and the same methods of
/// [`Edges`](crate::Edges).
///
/// [`Vertices::count`]: crate::Vertices::count
/// [`Vertices::approximate_count`]: crate::Vertices::approximate_count
/// [`Vertices::statistics`]: crate::Vertices::statistics
/// [`Vertices::degrees`]: crate::Vertices::degrees
#[derive(Debug, Clone)]
pub struct Statistics {
    client: Client,
}

impl Statistics {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Returns the counts of all vertex types by name, zeros included: the function
    /// `stat_vertex_number` for `*`. Vertices that exist only as ends of edges may be counted.
    ///
    /// # Errors
    ///
    /// When the request fails.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// for (vertex_type, count) in graph.statistics().vertices().realtime().await? {
    ///     println!("{vertex_type}: {count}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn vertices(&self) -> ReadVertexStatistics<BTreeMap<String, u64>> {
        ReadVertexStatistics::counts(self.client.clone())
    }

    /// Returns the count of one vertex type, by its name.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`](crate::ErrorKind::UnknownName) if the graph has no such
    /// type.
    pub fn vertices_of(&self, vertex_type: impl Into<String>) -> ReadVertexStatistics<u64> {
        ReadVertexStatistics::<u64>::count(self.client.clone(), vertex_type)
    }

    /// Returns the counts of all vertex types by name, each counted exactly by a request of its
    /// own.
    ///
    /// The types come from [`vertices`](Self::vertices); each is then counted by
    /// `GET /graph/{graph}/vertices/{type}?count_only=true`, several at a time. A write between two
    /// of these requests is counted by the later one.
    ///
    /// # Errors
    ///
    /// When a request fails.
    pub fn exact_vertices(&self) -> Operation<BTreeMap<String, u64>> {
        #[derive(Deserialize)]
        struct Counted {
            count: u64,
        }
        let this = self.clone();
        Operation::new(move |deadline| async move {
            let counts = this.vertices();
            let types = match deadline.left() {
                Some(left) => counts.timeout(left).await?,
                None => counts.await?,
            };
            let count = async |name: String| {
                let scope = Scope::of_graph(&this.client, "count").about(name.clone());
                let request = api::count_vertices(scope.graph(), &name);
                let counted: Vec<Counted> = scope.reply(request, deadline).await?.results()?;
                Ok((name, total(counted.iter().map(|entry| entry.count))))
            };
            let counts = stream::iter(types.into_keys()).map(count);
            counts.buffer_unordered(CONCURRENCY).try_collect().await
        })
    }

    /// Returns the counts of all edge types by name, those of reverse types included: the function
    /// `stat_edge_number` for `*`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    pub fn edges(&self) -> ReadEdgeStatistics<BTreeMap<String, u64>> {
        ReadEdgeStatistics::counts(self.client.clone())
    }

    /// Returns the count of one edge type, by its name or that of its reverse type.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`](crate::ErrorKind::UnknownName) if the graph has no such
    /// type.
    pub fn edges_of(&self, edge_type: impl Into<String>) -> ReadEdgeStatistics<u64> {
        ReadEdgeStatistics::<u64>::count(self.client.clone(), edge_type)
    }

    /// Reads the minimum, maximum and average of each numeric attribute of a vertex type, and how
    /// often each BOOL attribute is true: the function `stat_vertex_attr`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`](crate::ErrorKind::UnknownName) if the graph has no such
    /// type.
    pub fn vertex_attributes(
        &self,
        vertex_type: impl Into<String>,
    ) -> ReadVertexStatistics<AttributeStatistics> {
        let client = self.client.clone();
        ReadVertexStatistics::attributes(client, vertex_type, |_, reply| {
            attributes::read((), reply)
        })
    }

    /// Reads the statistics of the attributes of an edge type: the function `stat_edge_attr`.
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`](crate::ErrorKind::UnknownName) if the graph has no such
    /// type.
    pub fn edge_attributes(
        &self,
        edge_type: impl Into<String>,
    ) -> ReadEdgeStatistics<AttributeStatistics> {
        let client = self.client.clone();
        ReadEdgeStatistics::attributes(client, edge_type, |_, reply| attributes::read((), reply))
    }

    /// Returns the vector indexes of all types, to read whether they are ready. Servers from 4.2 on
    /// have vectors.
    pub fn vector_indexes(&self) -> VectorIndexes {
        VectorIndexes::new(self.client.clone())
    }
}
