//! The types and sets that patterns name.

use super::QueryChecker;
use crate::finding::{Finding, Rule};
use crate::suggest::nearest;
use crate::syntax::Name;
use crate::syntax::ast::query::{Path, TypeItem};

impl QueryChecker<'_> {
    pub(super) fn path(&mut self, path: &Path) {
        match path {
            Path::Classic(path) => {
                self.vertex_items(&path.start.items);
                for hop in &path.hops {
                    for term in &hop.edge.terms {
                        self.virtual_alone(term.atoms.iter().map(|atom| &atom.item));
                    }
                    for atom in hop.edge.terms.iter().flat_map(|term| &term.atoms) {
                        self.edge_item(&atom.item);
                    }
                    self.vertex_items(&hop.to.items);
                }
            }
            Path::Gql(path) => {
                self.vertex_items(&path.start.labels);
                for (edge, node) in &path.steps {
                    self.virtual_alone(edge.labels.iter());
                    edge.labels.iter().for_each(|label| self.edge_item(label));
                    self.vertex_items(&node.labels);
                }
            }
        }
    }

    fn vertex_items(&mut self, items: &[TypeItem]) {
        for item in items {
            match item {
                TypeItem::Name(name) => {
                    let known = self.names.is_vertex_type(&name.value)
                        || self.names.is_declared(&name.value);
                    if !known {
                        self.unknown_source(name);
                    }
                }
                TypeItem::Global(name) => self.global(name),
                _ => {}
            }
        }
    }

    /// Reports a source that is neither a vertex type nor a set.
    fn unknown_source(&mut self, name: &Name) {
        let near = nearest(&name.value, self.names.sets.keys().copied());
        let before = self.findings.len();
        self.unknown_vertex(name);
        if let (Some(near), Some(finding)) = (near, self.findings.get_mut(before)) {
            finding.help.get_or_insert_with(|| format!("did you mean `{near}`?"));
        }
    }

    fn edge_item(&mut self, item: &TypeItem) {
        match item {
            TypeItem::Name(name) => {
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

    /// Checks that a virtual edge is the only type of its hop.
    fn virtual_alone<'a>(&mut self, items: impl Iterator<Item = &'a TypeItem> + Clone) {
        let is_virtual = |item: &&TypeItem| match item {
            TypeItem::Name(name) => self.names.virtual_edges.contains(name.value.as_str()),
            _ => false,
        };
        if let Some(TypeItem::Name(name)) = items.clone().find(is_virtual)
            && items.count() > 1
            && self.strict
        {
            let message = format!("the virtual edge `{}` cannot be an alternative", name.value);
            let finding = Finding::new(Rule::Unsupported, name.span, message);
            self.findings.push(finding.help("match it by a SELECT of its own"));
        }
    }

    /// `@@name`
    pub(super) fn global(&mut self, name: &Name) {
        if !self.names.globals.contains_key(name.value.as_str()) {
            let near = nearest(&name.value, self.names.globals.keys().copied());
            let is_local = self.names.locals.contains_key(name.value.as_str());
            self.unknown_accumulator("@@", name, near, is_local.then_some("@"));
        }
    }

    /// `@name`
    pub(super) fn local(&mut self, name: &Name) {
        if !self.names.locals.contains_key(name.value.as_str()) {
            let near = nearest(&name.value, self.names.locals.keys().copied());
            let is_global = self.names.globals.contains_key(name.value.as_str());
            self.unknown_accumulator("@", name, near, is_global.then_some("@@"));
        }
    }

    /// Reports an accumulator with the similar one, or the one of this name with another prefix.
    fn unknown_accumulator(
        &mut self,
        prefix: &str,
        name: &Name,
        near: Option<&str>,
        other: Option<&str>,
    ) {
        let message = format!("the accumulator `{prefix}{}` is not declared", name.value);
        let other = other.map(|prefix| format!("{prefix}{}", name.value));
        let near = other.or_else(|| near.map(|near| format!("{prefix}{near}")));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let finding = Finding::new(Rule::UnknownAccumulator, name.span, message);
        self.findings.push(Finding { help, ..finding });
    }
}
