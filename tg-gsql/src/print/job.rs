//! Schema change jobs for everything that has no statement outside of a job.

use super::layout::{ITEM, Layout, statement};
use super::types;
use crate::model::{Catalog, EndpointPair, VertexType};

pub(super) const INDENT: usize = 4;

/// The steps of a job.
pub(super) struct Steps(Vec<String>);

impl Steps {
    /// Indexes and vector attributes of global types.
    pub(super) fn of_global_types(catalog: &Catalog) -> Self {
        let mut steps = Vec::new();
        for vertex in &catalog.vertices {
            if vertex.local_to.is_none() {
                steps.append(&mut indexes_and_vectors(vertex));
            }
        }
        Self(steps)
    }

    /// Returns the steps that add the graph's own types, with their indexes and vector attributes.
    pub(super) fn of_local_types(catalog: &Catalog, graph: &str) -> Self {
        let (mut steps, mut last) = (Vec::new(), Vec::new());
        for vertex in catalog.vertices_of(graph) {
            if vertex.local_to.is_some() {
                steps.push(types::vertex("ADD", vertex, INDENT));
                last.append(&mut indexes_and_vectors(vertex));
            }
        }
        for edge in catalog.edges_of(graph) {
            if edge.local_to.is_some() {
                steps.push(types::edge("ADD", edge, INDENT));
            }
        }
        steps.append(&mut last);
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
        let mut steps = String::new();
        for step in &self.0 {
            steps += &margin;
            steps += step;
            steps += ";\n";
        }
        format!(
            "CREATE {global}SCHEMA_CHANGE JOB {name}{target} {{\n{steps}}}\n\
             RUN {global}SCHEMA_CHANGE JOB {name}\n\
             DROP JOB {name}"
        )
    }
}

/// Returns the alterations that add the indexes and vector attributes of a vertex type, which
/// neither `CREATE` nor `ADD` does: steps of a schema change job, without their `;`.
#[must_use]
pub fn indexes_and_vectors(vertex: &VertexType) -> Vec<String> {
    let of = &vertex.name;
    let mut steps = Vec::new();
    for index in &vertex.indexes {
        steps.push(format!("ALTER VERTEX {of} ADD INDEX {} ON ({})", index.name, index.attribute));
    }
    for vector in &vertex.vectors {
        steps.push(format!(
            "ALTER VERTEX {of} ADD VECTOR ATTRIBUTE {} (DIMENSION={}, METRIC=\"{}\")",
            vector.name, vector.dimension, vector.metric
        ));
    }
    steps
}

/// `kind` is `VERTEX` or `EDGE`, and `attributes` are printed already.
pub(crate) fn add_attributes(kind: &str, of: &str, attributes: &[String]) -> String {
    statement(&format!("ALTER {kind} {of} ADD ATTRIBUTE "), attributes, IN_JOB)
}

pub(crate) fn add_pairs(of: &str, pairs: &[EndpointPair]) -> String {
    let items = [types::pairs(pairs, INDENT + ITEM)];
    statement(&format!("ALTER EDGE {of} ADD PAIR "), &items, IN_JOB)
}

const IN_JOB: Layout = Layout { open: '(', close: ')', indent: INDENT };
