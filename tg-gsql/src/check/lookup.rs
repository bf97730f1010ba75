//! The types that a statement can see.

use super::{Checker, Scope};
use crate::finding::Rule;
use crate::model::{EdgeType, Graph, VertexType};
use crate::syntax::Name;

impl<'a> Checker<'a> {
    pub(super) fn find_vertex(&self, name: &str) -> Option<&'a VertexType> {
        match self.scope {
            Scope::Global => self.catalog.global_vertex(name),
            Scope::Graph(graph) => self.catalog.vertex(graph, name),
        }
    }

    fn find_edge(&self, name: &str) -> Option<&'a EdgeType> {
        match self.scope {
            Scope::Global => self.catalog.global_edge(name),
            Scope::Graph(graph) => self.catalog.edge(graph, name),
        }
    }

    pub(super) fn global_edge_or_reverse(&self, name: &str) -> Option<&'a EdgeType> {
        let reverses =
            |edge: &&EdgeType| edge.local_to.is_none() && edge.reverse.as_deref() == Some(name);
        self.catalog.global_edge(name).or_else(|| self.catalog.edges.iter().find(reverses))
    }

    pub(super) fn vertex_names(&self) -> Vec<&'a str> {
        let mut names = Vec::new();
        match self.scope {
            Scope::Graph(graph) => {
                for vertex in self.catalog.vertices_of(graph) {
                    names.push(vertex.name.as_str());
                }
            }
            Scope::Global => {
                for vertex in &self.catalog.vertices {
                    if vertex.local_to.is_none() {
                        names.push(vertex.name.as_str());
                    }
                }
            }
        }
        names
    }

    pub(super) fn visible_edges(&self) -> Vec<&'a EdgeType> {
        let mut edges = Vec::new();
        match self.scope {
            Scope::Graph(graph) => edges.extend(self.catalog.edges_of(graph)),
            Scope::Global => {
                for edge in &self.catalog.edges {
                    if edge.local_to.is_none() {
                        edges.push(edge);
                    }
                }
            }
        }
        edges
    }

    /// Returns the vertex type that is changed or dropped.
    pub(crate) fn known_vertex(&mut self, name: &Name) -> Option<&'a VertexType> {
        let found = self.find_vertex(&name.value);
        if found.is_none() {
            let message = format!("the vertex type `{}` does not exist", name.value);
            self.unknown(Rule::UnknownType, name, message, &mut self.vertex_names().into_iter());
        }
        found
    }

    /// Returns the edge type that is changed or dropped.
    pub(crate) fn known_edge(&mut self, name: &Name) -> Option<&'a EdgeType> {
        let found = self.find_edge(&name.value);
        if found.is_none() {
            let message = format!("the edge type `{}` does not exist", name.value);
            let edges = self.visible_edges();
            let mut edges = edges.iter().map(|edge| edge.name.as_str());
            self.unknown(Rule::UnknownType, name, message, &mut edges);
        }
        found
    }

    pub(crate) fn known_graph(&mut self, name: &Name) -> Option<&'a Graph> {
        let found = self.catalog.graph(&name.value);
        if found.is_none() {
            let message = format!("the graph `{}` does not exist", name.value);
            let mut graphs = self.catalog.graphs.iter().map(|graph| graph.name.as_str());
            self.unknown(Rule::UnknownGraph, name, message, &mut graphs);
        }
        found
    }

    /// Checks that a job of this scope can change the type: jobs of a graph change its local types,
    /// global jobs the global ones.
    pub(crate) fn in_scope(&mut self, name: &Name, local_to: Option<&String>) -> bool {
        let (Scope::Graph(graph), None) = (self.scope, local_to) else { return true };
        let message = format!("`{}` is a global type, not local to `{graph}`", name.value);
        let help = "change it in a `CREATE GLOBAL SCHEMA_CHANGE JOB`";
        self.error_with_help(Rule::Scope, name.span, message, help);
        false
    }
}
