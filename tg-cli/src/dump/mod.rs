//! Dumping vertices and edges: the columns, the filter, the formats and the file.

mod columns;
mod file;
mod filter;
mod format;

pub(crate) use columns::Columns;
pub(crate) use file::Target;
pub(crate) use filter::filter;
pub(crate) use format::{Csv, Lines, Parquet, Sink};

use tg_gsql::model::{Catalog, EdgeType, VertexType};

/// The type that is dumped.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Type<'a> {
    Vertex(&'a VertexType),
    Edge(&'a EdgeType),
}

impl<'a> Type<'a> {
    /// Returns the type of this name.
    pub(crate) fn of(catalog: &'a Catalog, graph: &str, name: &str) -> Option<Self> {
        let vertex = catalog.vertex(graph, name).map(Self::Vertex);
        vertex.or_else(|| catalog.edge(graph, name).map(Self::Edge))
    }

    pub(crate) fn name(self) -> &'a str {
        match self {
            Self::Vertex(ty) => &ty.name,
            Self::Edge(ty) => &ty.name,
        }
    }

    pub(crate) fn attributes(self) -> &'a [tg_gsql::model::Attribute] {
        match self {
            Self::Vertex(ty) => &ty.attributes,
            Self::Edge(ty) => &ty.attributes,
        }
    }
}
