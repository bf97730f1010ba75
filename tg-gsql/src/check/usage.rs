//! What uses a type, and so keeps it from being dropped.

use super::{Checker, Scope};
use crate::finding::Rule;
use crate::model::{Attribute, EdgeType, Graph, VertexType};
use crate::syntax::Name;

impl<'a> Checker<'a> {
    pub(crate) fn droppable_vertex(&mut self, name: &Name) -> Option<&'a VertexType> {
        let vertex = self.known_vertex(name)?;
        self.in_scope(name, vertex.local_to.as_ref());
        let edges: Vec<_> = match self.scope {
            Scope::Global => self.catalog.edges.iter().filter(|it| it.local_to.is_none()).collect(),
            Scope::Graph(graph) => self.catalog.edges_of(graph).collect(),
        };
        self.unused_by_edges(name, &edges);
        if vertex.local_to.is_none() {
            self.unused_by_graphs(name, "VERTEX", |graph| &graph.vertices);
        }
        Some(vertex)
    }

    pub(crate) fn droppable_edge(&mut self, name: &Name) -> Option<&'a EdgeType> {
        let edge = self.known_edge(name)?;
        self.in_scope(name, edge.local_to.as_ref());
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
        let vertices = catalog.vertices.iter().filter(|it| uses(&it.attributes)).map(|it| &it.name);
        let edges = catalog.edges.iter().filter(|it| uses(&it.attributes)).map(|it| &it.name);
        let users: Vec<_> = vertices.chain(edges).map(String::as_str).collect();
        self.unused(name, &users, "drop the attributes of this type first".into());
    }

    /// Whether a global vertex type may leave a graph.
    pub(crate) fn leavable_vertex(&mut self, name: &Name, graph: &str) {
        let edges: Vec<_> = self.catalog.edges_of(graph).collect();
        self.unused_by_edges(name, &edges);
    }

    fn unused_by_edges(&mut self, name: &Name, edges: &[&EdgeType]) {
        let joins = |edge: &EdgeType| {
            edge.pairs.iter().any(|pair| pair.from == name.value || pair.to == name.value)
        };
        let users: Vec<_> =
            edges.iter().filter(|edge| joins(edge)).map(|edge| edge.name.as_str()).collect();
        let help = format!("first `DROP EDGE {}`", users.join(", "));
        self.unused(name, &users, help);
    }

    fn unused_by_graphs(&mut self, name: &Name, kind: &str, members: fn(&Graph) -> &[String]) {
        let contains = |graph: &&Graph| {
            members(graph).contains(&name.value)
                && !self.catalog.vertices.iter().any(|vertex| {
                    vertex.name == name.value && vertex.local_to.as_ref() == Some(&graph.name)
                })
        };
        let users: Vec<_> =
            self.catalog.graphs.iter().filter(contains).map(|graph| graph.name.as_str()).collect();
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
