//! New types and graphs.

use super::{Editor, Effect};
use crate::check::Scope;
use crate::model::{EdgeType, Graph, VertexType};
use crate::syntax::ast::{EdgeDecl, GraphDecl, TupleDecl, VertexDecl};

impl Editor<'_> {
    pub(super) fn create_tuple(&mut self, declared: &TupleDecl) {
        if let Some(tuple) = self.checked(|checker| checker.tuple(declared)) {
            self.effects.push(Effect::TupleAdded(tuple.name.clone()));
            self.catalog.tuples.push(tuple);
        }
    }

    pub(super) fn create_vertex(&mut self, declared: &VertexDecl) {
        if let Some(vertex) = self.checked(|checker| checker.vertex(declared)) {
            self.effects.push(Effect::TypeAdded((&vertex).into()));
            if let Some(graph) = self.graph_mut() {
                graph.vertices.push(vertex.name.clone());
            }
            let rank = self.rank(vertex.local_to.as_ref());
            let before = |it: &VertexType| self.rank(it.local_to.as_ref()) <= rank;
            let at = self.catalog.vertices.iter().rposition(before).map_or(0, |last| last + 1);
            self.catalog.vertices.insert(at, vertex);
        }
    }

    pub(super) fn create_edge(&mut self, declared: &EdgeDecl) {
        if let Some(edge) = self.checked(|checker| checker.edge(declared)) {
            self.effects.push(Effect::TypeAdded((&edge).into()));
            if let Some(graph) = self.graph_mut() {
                graph.edges.push(edge.name.clone());
            }
            let rank = self.rank(edge.local_to.as_ref());
            let before = |it: &EdgeType| self.rank(it.local_to.as_ref()) <= rank;
            let at = self.catalog.edges.iter().rposition(before).map_or(0, |last| last + 1);
            self.catalog.edges.insert(at, edge);
        }
    }

    pub(super) fn create_graph(&mut self, declared: &GraphDecl) {
        if let Some(graph) = self.checked(|checker| checker.graph(declared)) {
            self.effects.push(Effect::GraphAdded(graph.name.clone()));
            self.catalog.graphs.push(graph);
        }
    }

    /// Returns the rank of an owner's types: global types come first, then those of each graph. The
    /// printed catalog creates them in this order.
    fn rank(&self, local_to: Option<&String>) -> usize {
        let own = |name: &String| self.catalog.graphs.iter().position(|graph| graph.name == *name);
        local_to.map_or(0, |name| own(name).map_or(usize::MAX, |index| index + 1))
    }

    /// Returns the graph that new types are local to.
    fn graph_mut(&mut self) -> Option<&mut Graph> {
        match self.scope {
            Scope::Global => None,
            Scope::Graph(name) => self.graph_named(name),
        }
    }

    pub(super) fn graph_named(&mut self, name: &str) -> Option<&mut Graph> {
        self.catalog.graphs.iter_mut().find(|graph| graph.name == name)
    }
}
