//! Docs and attributes stay, derives of other traits too.

#![deny(warnings, missing_docs, clippy::pedantic)]

use tg_runtime::{Vertex, Vertices, tigergraph};

/// A vertex.
#[derive(Vertex)]
pub struct Package {
    /// The id.
    #[tg(primary_id)]
    pub id: String,
}

/// A graph.
#[tigergraph(graph = "Goods", auth = "none")]
#[must_use]
pub struct Goods {
    /// The packages.
    pub packages: Vertices<Package>,
}

fn main() {}
