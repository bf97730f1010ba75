//! The optimizer's statistics: the numbers of vertices and edges of each type.

use serde::{Deserialize, Serialize};

/// The counts of a graph.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cardinality {
    #[serde(default)]
    pub(crate) vertex_counts: Vec<VertexCount>,
    #[serde(default)]
    pub(crate) edge_counts: Vec<EdgeCount>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VertexCount {
    pub(crate) count: u64,
    #[serde(rename = "type")]
    pub(crate) ty: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EdgeCount {
    pub(crate) count: u64,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) from: String,
    pub(crate) to: String,
}
