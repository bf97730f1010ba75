//! `DROP`: a type that is still used is not dropped.

use super::{Editor, Effect, TypeRef};
use crate::finding::{Finding, Rule};
use crate::model::Catalog;
use crate::syntax::Name;
use crate::syntax::ast::Drop;

impl Editor<'_> {
    /// Applies a `DROP` outside a job; `graph` is the working graph.
    pub(super) fn drop_statement(&mut self, dropped: &Drop, graph: Option<&str>) {
        match (dropped, graph) {
            (Drop::Vertices(names) | Drop::Edges(names), Some(graph)) => {
                self.needs_global_scope(names, graph);
            }
            (Drop::Vertices(names), None) => self.drop_vertices(names),
            (Drop::Edges(names), None) => self.drop_edges(names),
            (Drop::Tuples(names), _) => self.drop_tuples(names),
            (Drop::Graph { name, .. }, _) => self.drop_graph(name),
            (Drop::All, _) => {
                *self.catalog = Catalog::default();
                self.effects.push(Effect::Cleared);
            }
            _ => {}
        }
    }

    fn needs_global_scope(&mut self, names: &[Name], graph: &str) {
        let message = format!("global types are not dropped while the graph `{graph}` is in use");
        for name in names {
            let finding = Finding::new(Rule::Scope, name.span, message.clone());
            self.findings.push(finding.help("write `USE GLOBAL` before it"));
        }
    }

    pub(super) fn drop_vertices(&mut self, names: &[Name]) {
        let dropped = self.checked(|checker| {
            let dropped = names.iter().filter_map(|name| checker.droppable_vertex(name));
            dropped.map(TypeRef::from).collect::<Vec<_>>()
        });
        for of in dropped.into_iter().flatten() {
            self.catalog.vertices.retain(|vertex| !of.is_vertex(vertex));
            if let Some(graph) = of.local_to.as_deref().and_then(|graph| self.graph_named(graph)) {
                graph.vertices.retain(|member| *member != of.name);
            }
            self.effects.push(Effect::TypeDropped(of));
        }
    }

    pub(super) fn drop_edges(&mut self, names: &[Name]) {
        let dropped = self.checked(|checker| {
            let dropped = names.iter().filter_map(|name| checker.droppable_edge(name));
            dropped.map(TypeRef::from).collect::<Vec<_>>()
        });
        for of in dropped.into_iter().flatten() {
            self.catalog.edges.retain(|edge| !of.is_edge(edge));
            if let Some(graph) = of.local_to.as_deref().and_then(|graph| self.graph_named(graph)) {
                graph.edges.retain(|member| *member != of.name);
            }
            self.effects.push(Effect::TypeDropped(of));
        }
    }

    pub(super) fn drop_tuples(&mut self, names: &[Name]) {
        let sound = self.checked(|checker| {
            for name in names {
                checker.droppable_tuple(name);
            }
        });
        if sound.is_some() {
            for name in names {
                self.catalog.tuples.retain(|tuple| tuple.name != name.value);
                self.effects.push(Effect::TupleDropped(name.value.clone()));
            }
        }
    }

    /// Drops the graph and its local types; global ones remain.
    fn drop_graph(&mut self, name: &Name) {
        if self.checked(|checker| checker.known_graph(name).is_some()).is_none() {
            return;
        }
        let own = |local_to: &Option<String>| local_to.as_ref() == Some(&name.value);
        let Catalog { vertices, edges, graphs, .. } = &mut *self.catalog;
        let dropped = edges.extract_if(.., |edge| own(&edge.local_to)).map(|edge| (&edge).into());
        self.effects.extend(dropped.map(Effect::TypeDropped));
        let dropped =
            vertices.extract_if(.., |it| own(&it.local_to)).map(|vertex| (&vertex).into());
        self.effects.extend(dropped.map(Effect::TypeDropped));
        graphs.retain(|graph| graph.name != name.value);
        self.effects.push(Effect::GraphDropped(name.value.clone()));
    }
}
