//! Schema change jobs for what no statement of its own makes.

use super::types;
use crate::model::{Catalog, VertexType};

pub(super) const INDENT: usize = 4;

/// The steps of a job.
pub(super) struct Steps(Vec<String>);

impl Steps {
    /// Indexes and vector attributes of global types.
    pub(super) fn of_global_types(catalog: &Catalog) -> Self {
        let global = catalog.vertices.iter().filter(|vertex| vertex.local_to.is_none());
        Self(global.flat_map(alterations).collect())
    }

    /// The types of a graph's own, with their indexes and vector attributes.
    pub(super) fn of_local_types(catalog: &Catalog, graph: &str) -> Self {
        let vertices: Vec<_> =
            catalog.vertices_of(graph).filter(|vertex| vertex.local_to.is_some()).collect();
        let edges = catalog.edges_of(graph).filter(|edge| edge.local_to.is_some());
        let mut steps: Vec<_> =
            vertices.iter().map(|vertex| types::vertex("ADD", vertex, INDENT)).collect();
        steps.extend(edges.map(|edge| types::edge("ADD", edge, INDENT)));
        steps.extend(vertices.into_iter().flat_map(alterations));
        Self(steps)
    }

    /// Creates, runs and drops a job of these steps, a local one with a graph; empty without
    /// steps.
    pub(super) fn job(&self, name: &str, graph: Option<&str>) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let (global, target) = match graph {
            Some(graph) => ("", format!(" FOR GRAPH {graph}")),
            None => ("GLOBAL ", String::new()),
        };
        let margin = " ".repeat(INDENT);
        let steps: String = self.0.iter().map(|step| format!("{margin}{step};\n")).collect();
        format!(
            "CREATE {global}SCHEMA_CHANGE JOB {name}{target} {{\n{steps}}}\n\
             RUN {global}SCHEMA_CHANGE JOB {name}\n\
             DROP JOB {name}"
        )
    }
}

/// The indexes and vector attributes of a vertex type, which no `ADD` makes.
pub(crate) fn alterations(vertex: &VertexType) -> impl Iterator<Item = String> {
    let of = &vertex.name;
    let indexes = vertex.indexes.iter().map(move |index| {
        format!("ALTER VERTEX {of} ADD INDEX {} ON ({})", index.name, index.attribute)
    });
    let vectors = vertex.vectors.iter().map(move |vector| {
        format!(
            "ALTER VERTEX {of} ADD VECTOR ATTRIBUTE {} (DIMENSION={}, METRIC=\"{}\")",
            vector.name, vector.dimension, vector.metric
        )
    });
    indexes.chain(vectors)
}
