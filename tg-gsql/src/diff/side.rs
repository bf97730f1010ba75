//! The types that are compared: those of one graph, or the global ones.

use crate::model::{Catalog, EdgeType, EndpointPair, VertexType};

pub(super) struct Side<'a> {
    pub(super) vertices: Vec<&'a VertexType>,
    pub(super) edges: Vec<&'a EdgeType>,
    /// The vertex types that a pair may join to count.
    ends: Vec<&'a str>,
}

impl<'a> Side<'a> {
    pub(super) fn of_graph(catalog: &'a Catalog, graph: &str) -> Self {
        let vertices = catalog.graph(graph).map_or(&[][..], |graph| &graph.vertices);
        let edges = catalog.graph(graph).map_or(&[][..], |graph| &graph.edges);
        Self::new(
            vertices.iter().filter_map(|name| catalog.vertex(graph, name)).collect(),
            edges.iter().filter_map(|name| catalog.edge(graph, name)).collect(),
        )
    }

    pub(super) fn global(catalog: &'a Catalog) -> Self {
        Self::new(
            catalog.vertices.iter().filter(|vertex| vertex.local_to.is_none()).collect(),
            catalog.edges.iter().filter(|edge| edge.local_to.is_none()).collect(),
        )
    }

    fn new(vertices: Vec<&'a VertexType>, edges: Vec<&'a EdgeType>) -> Self {
        let ends = vertices.iter().map(|vertex| vertex.name.as_str()).collect();
        Self { vertices, edges, ends }
    }

    /// Leaves out the types that are global on both sides.
    pub(super) fn leave_out_global(have: &mut Self, want: &mut Self) {
        let global = |own: &Self, other: &Self| -> (Vec<String>, Vec<String>) {
            let vertices = own.vertices.iter().filter(|it| {
                it.local_to.is_none()
                    && other.vertex(&it.name).is_some_and(|other| other.local_to.is_none())
            });
            let edges = own.edges.iter().filter(|it| {
                it.local_to.is_none()
                    && other.edge(&it.name).is_some_and(|other| other.local_to.is_none())
            });
            (
                vertices.map(|vertex| vertex.name.clone()).collect(),
                edges.map(|edge| edge.name.clone()).collect(),
            )
        };
        let (vertices, edges) = global(have, want);
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
        let vertices = self.vertices.iter().flat_map(|vertex| &vertex.attributes);
        let edges = self.edges.iter().flat_map(|edge| &edge.attributes);
        vertices.chain(edges).any(|attribute| attribute.ty.tuple() == Some(name))
    }

    /// The pairs of an edge type that join vertex types of this side.
    pub(super) fn pairs(&self, edge: &'a EdgeType) -> impl Iterator<Item = &'a EndpointPair> {
        let known = |name: &String| self.ends.iter().any(|end| end == name);
        edge.pairs.iter().filter(move |pair| known(&pair.from) && known(&pair.to))
    }
}
