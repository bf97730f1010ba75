//! Names: identifiers, reserved words, names in use, duplicates.

use std::collections::HashSet;

use super::{Checker, Scope};
use crate::finding::{Finding, Rule};
use crate::model::EdgeType;
use crate::name::{self, NameProblem};
use crate::syntax::Name;

impl Checker<'_> {
    /// Checks the name of a new type; `kind` is `vertex` and the like.
    pub(crate) fn new_name(&mut self, name: &Name, kind: &str) {
        self.well_formed(name, name::check(&name.value));
        if let Some(user) = self.user_of(&name.value, self.scope) {
            let message =
                format!("the {kind} name `{}` is used by another object, {user}", name.value);
            self.error_with_help(Rule::NameInUse, name.span, message, "choose a different name");
        }
    }

    /// Checks the name of an attribute, of an id or of a tuple's field.
    pub(super) fn attribute_name(&mut self, name: &Name) {
        self.well_formed(name, name::check_attribute(&name.value));
    }

    /// Checks the name of a new graph.
    pub(super) fn graph_name(&mut self, name: &Name) {
        self.well_formed(name, name::check(&name.value));
        let user = match self.catalog.graph(&name.value) {
            Some(_) => Some("another graph".to_owned()),
            None => self.user_of(&name.value, Scope::Global),
        };
        if let Some(user) = user {
            let message = format!("the graph name `{}` is used by {user}", name.value);
            self.error_with_help(Rule::NameInUse, name.span, message, "choose a different name");
        }
    }

    fn well_formed(&mut self, name: &Name, checked: Result<(), NameProblem>) {
        match checked {
            Err(problem) => {
                let rule = match problem {
                    NameProblem::Reserved(_) | NameProblem::SystemPrefix(_) => Rule::ReservedName,
                    NameProblem::Empty | NameProblem::NotAnIdentifier(_) => Rule::InvalidName,
                };
                self.error_with_help(rule, name.span, problem.to_string(), problem.help());
            }
            Ok(()) if name::is_reserved_in_queries(&name.value) => {
                let message = format!("`{}` cannot be written in a query", name.value);
                let finding = Finding::new(Rule::ReservedInQueries, name.span, message);
                self.findings.push(finding.help("the query language reserves the word"));
            }
            Ok(()) => {}
        }
    }

    /// Returns the type of the scope that already has the name, as part of a message.
    pub(super) fn user_of(&self, name: &str, scope: Scope<'_>) -> Option<String> {
        if self.known.is_some_and(|known| !known.contains(name)) {
            return None;
        }
        let catalog = self.catalog;
        let reversed = |edge: &&EdgeType| edge.reverse.as_deref() == Some(name);
        let (vertex, edge, reverse) = match scope {
            Scope::Global => (
                catalog.global_vertex(name),
                catalog.global_edge(name),
                catalog.edges.iter().filter(|edge| edge.local_to.is_none()).find(reversed),
            ),
            Scope::Graph(graph) => (
                catalog.vertex(graph, name),
                catalog.edge(graph, name),
                catalog.edge_by_reverse(graph, name),
            ),
        };
        if vertex.is_some() {
            Some("a vertex type".into())
        } else if edge.is_some() {
            Some("an edge type".into())
        } else if let Some(edge) = reverse {
            Some(format!("the reverse of the edge type `{}`", edge.name))
        } else {
            catalog.tuple(name).map(|_| "a tuple".into())
        }
    }

    /// Reports every name that occurs for the second time.
    pub(super) fn distinct<'n>(&mut self, names: impl IntoIterator<Item = &'n Name>, what: &str) {
        let mut seen: HashSet<String> = HashSet::new();
        for name in names {
            if !seen.insert(name.value.clone()) {
                let message = format!("{what} `{}` is declared twice", name.value);
                let help = "remove one, or give it another name";
                self.error_with_help(Rule::Duplicate, name.span, message, help);
            }
        }
    }
}
