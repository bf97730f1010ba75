//! The uses of a type, which prevent it from being dropped.

use super::Checker;
use crate::finding::Rule;
use crate::model::{Attribute, EdgeType, Graph, VertexType};
use crate::syntax::Name;

impl<'a> Checker<'a> {
    pub(crate) fn droppable_vertex(&mut self, name: &Name) -> Option<&'a VertexType> {
        let vertex = self.known_vertex(name)?;
        if !self.in_scope(name, vertex.local_to.as_ref()) {
            return None;
        }
        self.unused_by_edges(name, &self.visible_edges());
        if vertex.local_to.is_none() {
            self.unused_by_graphs(name, "VERTEX", |graph| &graph.vertices);
        }
        Some(vertex)
    }

    pub(crate) fn droppable_edge(&mut self, name: &Name) -> Option<&'a EdgeType> {
        let edge = self.known_edge(name)?;
        if !self.in_scope(name, edge.local_to.as_ref()) {
            return None;
        }
        if edge.local_to.is_none() {
            self.unused_by_graphs(name, "EDGE", |graph| &graph.edges);
        }
        Some(edge)
    }

    pub(crate) fn droppable_tuple(&mut self, name: &Name) {
        let catalog = self.catalog;
        if catalog.tuple(&name.value).is_none() {
            let message = format!("the tuple `{}` does not exist", name.value);
            let mut known = catalog.tuples.iter().map(|tuple| tuple.name.as_str());
            return self.unknown(Rule::UnknownType, name, message, &mut known);
        }
        let uses = |attributes: &[Attribute]| {
            attributes.iter().any(|attribute| attribute.ty.tuple() == Some(&name.value))
        };
        let mut users = Vec::new();
        for vertex in &catalog.vertices {
            if uses(&vertex.attributes) {
                users.push(vertex.name.as_str());
            }
        }
        for edge in &catalog.edges {
            if uses(&edge.attributes) {
                users.push(edge.name.as_str());
            }
        }
        let remedy = format!("drop the attributes of type `{}` first", name.value);
        self.unused(name, &users, remedy);
    }

    /// Checks that a global vertex type may leave a graph.
    pub(crate) fn leavable_vertex(&mut self, name: &Name, graph: &str) {
        let mut edges = Vec::new();
        edges.extend(self.catalog.edges_of(graph));
        self.unused_by_edges(name, &edges);
    }

    fn unused_by_edges(&mut self, name: &Name, edges: &[&EdgeType]) {
        let mut users = Vec::new();
        for edge in edges {
            if edge.touches(&name.value) {
                users.push(edge.name.as_str());
            }
        }
        let help = format!("first `DROP EDGE {}`", users.join(", "));
        self.unused(name, &users, help);
    }

    fn unused_by_graphs(&mut self, name: &Name, kind: &str, members: fn(&Graph) -> &[String]) {
        let mut owners = Vec::new();
        for vertex in &self.catalog.vertices {
            if let (true, Some(owner)) = (vertex.name == name.value, &vertex.local_to) {
                owners.push(owner);
            }
        }
        let mut users = Vec::new();
        for graph in &self.catalog.graphs {
            if members(graph).contains(&name.value) && !owners.contains(&&graph.name) {
                users.push(graph.name.as_str());
            }
        }
        let help = format!(
            "first run a global schema change job with `DROP {kind} {} FROM GRAPH {}`",
            name.value,
            users.first().unwrap_or(&"")
        );
        self.unused(name, &users, help);
    }

    fn unused(&mut self, name: &Name, users: &[&str], help: String) {
        if !users.is_empty() {
            let message = format!("`{}` is used by {}", name.value, users.join(", "));
            self.error_with_help(Rule::InUse, name.span, message, help);
        }
    }
}
