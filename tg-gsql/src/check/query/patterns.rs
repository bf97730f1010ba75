//! The types and sets that patterns name.

use super::QueryChecker;
use crate::finding::{Finding, Rule};
use crate::syntax::Name;
use crate::syntax::ast::query::{Path, TypeItem};

impl QueryChecker<'_> {
    pub(super) fn path(&mut self, path: &Path) {
        match path {
            Path::Classic(path) => {
                self.vertex_items(&path.start.items);
                for hop in &path.hops {
                    for atom in hop.edge.terms.iter().flat_map(|term| &term.atoms) {
                        self.edge_item(&atom.item);
                    }
                    self.vertex_items(&hop.to.items);
                }
            }
            Path::Gql(path) => {
                self.vertex_items(&path.start.labels);
                for (edge, node) in &path.steps {
                    edge.labels.iter().for_each(|label| self.edge_item(label));
                    self.vertex_items(&node.labels);
                }
            }
        }
    }

    fn vertex_items(&mut self, items: &[TypeItem]) {
        for item in items {
            match item {
                TypeItem::Name(name) if !self.names.opaque => {
                    let known = self.names.is_vertex_type(&name.value)
                        || self.names.is_declared(&name.value);
                    if !known {
                        self.unknown_vertex(name);
                    }
                }
                TypeItem::Global(name) => self.global(name),
                _ => {}
            }
        }
    }

    fn edge_item(&mut self, item: &TypeItem) {
        match item {
            TypeItem::Name(name) if !self.names.virtual_edges => {
                let known =
                    self.names.is_edge_type(&name.value) || self.names.is_declared(&name.value);
                if !known {
                    self.unknown_edge(name);
                }
            }
            TypeItem::Global(name) => self.global(name),
            _ => {}
        }
    }

    /// `@@name`
    pub(super) fn global(&mut self, name: &Name) {
        if !self.names.globals.contains_key(name.value.as_str()) {
            let message = format!("the accumulator `@@{}` is not declared", name.value);
            let mut known = self.names.globals.keys().copied();
            let finding = Finding::unknown(Rule::UnknownAccumulator, name, message, &mut known);
            self.findings.push(finding);
        }
    }

    /// `@name`
    pub(super) fn local(&mut self, name: &Name) {
        if !self.names.locals.contains_key(name.value.as_str()) {
            let message = format!("the accumulator `@{}` is not declared", name.value);
            let mut known = self.names.locals.keys().copied();
            let finding = Finding::unknown(Rule::UnknownAccumulator, name, message, &mut known);
            self.findings.push(finding);
        }
    }
}
