//! Counts and statistics: of all types at once, of attributes, and of the edges of a vertex.
//!
//! The server counts in two ways. `POST /builtins/{graph}` gives the counts that the engine keeps: fast
//! for any number of vertices, and up to half a minute behind the writes, unless
//! [`realtime`](VertexCounts::realtime) has them counted anew. `count_only` looks at every vertex and is exact:
//! [`Vertices::count`](crate::Vertices::count), [`Statistics::exact_vertices`].

mod attributes;
mod builtin;
mod counts;
mod degrees;
mod exact;
mod vectors;

pub use attributes::{
    AttributeStatistics, Booleans, EdgeAttributeStatistics, Numbers, VertexAttributeStatistics,
};
pub use counts::{EdgeCount, EdgeCounts, VertexCount, VertexCounts};
pub use degrees::{Degrees, ReadDegrees, ReadDegreesMany};
pub use exact::ExactVertexCounts;
pub use vectors::{ReadVectorStatus, VectorStatus, WaitForVectors};

use crate::client::Client;
use builtin::Builtin;

/// Counts and statistics of a graph by the names of its types: [`Graph::statistics`](crate::Graph::statistics).
///
/// By type there are [`Vertices::count`](crate::Vertices::count),
/// [`Vertices::approximate_count`](crate::Vertices::approximate_count),
/// [`Vertices::statistics`](crate::Vertices::statistics), [`Vertices::degrees`](crate::Vertices::degrees),
/// and the like of [`Edges`](crate::Edges).
#[derive(Debug, Clone)]
pub struct Statistics {
    client: Client,
}

impl Statistics {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// The counts of all vertex types, those of which there is no vertex among them: the function
    /// `stat_vertex_number` for `*`. Vertices that exist only as ends of edges may be counted.
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
    pub fn vertices(&self) -> VertexCounts {
        VertexCounts::new(Builtin::all(self.client.clone(), "stat_vertex_number"))
    }

    /// The count of one vertex type, by its name.
    pub fn vertices_of(&self, vertex_type: impl Into<String>) -> VertexCount {
        VertexCount::new(Builtin::new(self.client.clone(), "stat_vertex_number", vertex_type))
    }

    /// The counts of all vertex types, each counted exactly by a request of its own.
    pub fn exact_vertices(&self) -> ExactVertexCounts {
        ExactVertexCounts::new(self.client.clone())
    }

    /// The counts of all edge types, reverse types among them: the function `stat_edge_number` for
    /// `*`.
    pub fn edges(&self) -> EdgeCounts {
        EdgeCounts::new(Builtin::all(self.client.clone(), "stat_edge_number"))
    }

    /// The count of one edge type, by its name or that of its reverse.
    pub fn edges_of(&self, edge_type: impl Into<String>) -> EdgeCount {
        EdgeCount::new(Builtin::new(self.client.clone(), "stat_edge_number", edge_type))
    }

    /// The least, greatest and average value of each numeric attribute of a vertex type, and how often
    /// each BOOL attribute is true: the function `stat_vertex_attr`.
    pub fn vertex_attributes(&self, vertex_type: impl Into<String>) -> VertexAttributeStatistics {
        let builtin = Builtin::new(self.client.clone(), "stat_vertex_attr", vertex_type);
        VertexAttributeStatistics::new(builtin, ())
    }

    /// The same of an edge type: the function `stat_edge_attr`.
    pub fn edge_attributes(&self, edge_type: impl Into<String>) -> EdgeAttributeStatistics {
        let builtin = Builtin::new(self.client.clone(), "stat_edge_attr", edge_type);
        EdgeAttributeStatistics::new(builtin, ())
    }

    /// Whether vector indexes are ready, those of all types: `GET /vector/status/{graph}`, from 4.2
    /// on. See [`ReadVectorStatus`].
    pub fn vectors(&self) -> ReadVectorStatus {
        ReadVectorStatus::new(self.client.clone())
    }
}
