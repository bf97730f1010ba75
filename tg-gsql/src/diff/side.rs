//! The types that are compared: those of one graph, or the global ones.

use crate::model::{Attribute, Catalog, EdgeType, EndpointPair, VertexType};

#[derive(Default)]
pub(super) struct Side<'a> {
    pub(super) vertices: Vec<&'a VertexType>,
    pub(super) edges: Vec<&'a EdgeType>,
    /// The vertex types that a pair may join to count.
    ends: Vec<&'a str>,
}

impl<'a> Side<'a> {
    pub(super) fn of_graph(catalog: &'a Catalog, graph: &str) -> Self {
        let mut side = Self::default();
        side.vertices.extend(catalog.vertices_of(graph));
        side.edges.extend(catalog.edges_of(graph));
        side.with_ends()
    }

    pub(super) fn global(catalog: &'a Catalog) -> Self {
        let mut side = Self::default();
        for vertex in &catalog.vertices {
            if vertex.local_to.is_none() {
                side.vertices.push(vertex);
            }
        }
        for edge in &catalog.edges {
            if edge.local_to.is_none() {
                side.edges.push(edge);
            }
        }
        side.with_ends()
    }

    fn with_ends(mut self) -> Self {
        for vertex in &self.vertices {
            self.ends.push(&vertex.name);
        }
        self
    }

    /// Leaves out the types that are global on both sides.
    pub(super) fn leave_out_global(have: &mut Self, want: &mut Self) {
        let (mut vertices, mut edges) = (Vec::new(), Vec::new());
        for vertex in &have.vertices {
            let other = want.vertex(&vertex.name);
            if vertex.local_to.is_none() && other.is_some_and(|other| other.local_to.is_none()) {
                vertices.push(vertex.name.clone());
            }
        }
        for edge in &have.edges {
            let other = want.edge(&edge.name);
            if edge.local_to.is_none() && other.is_some_and(|other| other.local_to.is_none()) {
                edges.push(edge.name.clone());
            }
        }
        for side in [have, want] {
            side.vertices.retain(|vertex| !vertices.contains(&vertex.name));
            side.edges.retain(|edge| !edges.contains(&edge.name));
        }
    }

    pub(super) fn vertex(&self, name: &str) -> Option<&'a VertexType> {
        self.vertices.iter().find(|vertex| vertex.name == name).copied()
    }

    pub(super) fn edge(&self, name: &str) -> Option<&'a EdgeType> {
        self.edges.iter().find(|edge| edge.name == name).copied()
    }

    pub(super) fn uses_tuple(&self, name: &str) -> bool {
        let uses = |attributes: &[Attribute]| {
            attributes.iter().any(|attribute| attribute.ty.tuple() == Some(name))
        };
        self.vertices.iter().any(|vertex| uses(&vertex.attributes))
            || self.edges.iter().any(|edge| uses(&edge.attributes))
    }

    /// Returns the pairs of an edge type that join vertex types of this side.
    pub(super) fn pairs(&self, edge: &'a EdgeType) -> impl Iterator<Item = &'a EndpointPair> {
        let known = |name: &String| self.ends.iter().any(|end| end == name);
        edge.pairs.iter().filter(move |pair| known(&pair.from) && known(&pair.to))
    }
}
