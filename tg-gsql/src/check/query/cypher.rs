//! Queries in openCypher: names of types, attributes, variables, parameters and functions.

use super::QueryChecker;
use crate::finding::{Finding, Rule};
use crate::model::{EdgeType, VertexType};
use crate::query::function;
use crate::suggest::nearest_of;
use crate::syntax::ast::cypher::{
    Clause, ClauseKind, Comprehension, Cypher, Expr, ExprKind, Pattern, Projection, Property,
};
use crate::syntax::{Name, Span};

/// The functions that GSQL does not have, or has with other names.
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "avg", "ceil", "coalesce", "collect", "count", "e", "endNode", "floor", "head", "id", "keys",
    "labels", "last", "lTrim", "max", "min", "percentileCont", "percentileDisc", "properties",
    "range", "reverse",
    "round", "rTrim", "size", "length", "split", "startNode", "stDev", "stDevP", "substring", "sum",
    "tail", "toBoolean", "toFloat", "toInteger", "toLower", "toString", "toUpper", "trim", "type",
];

/// The meaning of a variable.
#[derive(Debug, Clone)]
enum Item {
    /// A vertex of one of these types; of any if there are none.
    Vertex(Vec<String>),
    /// An edge of one of these types; of any if there are none.
    Edge(Vec<String>),
    Value,
}

/// The variables in scope, in the order in which they are bound.
type Scope = Vec<(String, Item)>;

impl QueryChecker<'_> {
    pub(super) fn cypher(&mut self, body: &Cypher) {
        let mut first: Option<Vec<String>> = None;
        for clauses in body.parts() {
            let mut scope = Scope::new();
            for clause in clauses {
                self.clause_of_cypher(clause, &mut scope);
            }
            let Some(Clause { kind: ClauseKind::Return(_), span }) = clauses.last() else {
                continue;
            };
            let columns: Vec<String> = scope.into_iter().map(|(name, _)| name).collect();
            match &first {
                Some(known) if *known != columns => {
                    let message = "the parts of a UNION have different columns";
                    let help = format!("return {}, by AS where needed", known.join(", "));
                    let finding = Finding::new(Rule::TypeMismatch, *span, message).help(help);
                    self.findings.push(finding);
                }
                _ => first = Some(columns),
            }
        }
    }

    fn clause_of_cypher(&mut self, clause: &Clause, scope: &mut Scope) {
        match &clause.kind {
            ClauseKind::Match(it) => {
                self.connected(&it.patterns, scope);
                it.patterns.iter().for_each(|pattern| self.cypher_pattern(pattern, scope));
                it.filter.iter().for_each(|filter| self.cypher_expr(filter, scope));
            }
            ClauseKind::Create(patterns) => {
                patterns.iter().for_each(|pattern| self.cypher_pattern(pattern, scope));
            }
            ClauseKind::Unwind { list, name } => {
                self.cypher_expr(list, scope);
                scope.push((name.value.clone(), Item::Value));
            }
            ClauseKind::With(it) => self.cypher_projection(it, scope, true),
            ClauseKind::Return(it) => self.cypher_projection(it, scope, false),
            ClauseKind::Set(items) => {
                for item in items {
                    let item_of = self.cypher_variable(&item.variable, scope);
                    if let Some(of) = item_of {
                        self.cypher_attribute(&of, &item.attribute, false);
                    }
                    self.cypher_expr(&item.value, scope);
                }
            }
            ClauseKind::Delete { items, .. } => {
                items.iter().for_each(|item| self.cypher_expr(item, scope));
            }
        }
    }

    /// Reports a pattern that shares no variable with those before it.
    fn connected(&mut self, patterns: &[Pattern], scope: &Scope) {
        let names = |pattern: &Pattern| -> Vec<String> {
            let nodes = pattern.nodes().filter_map(|node| node.variable.as_ref());
            nodes.map(|name| name.value.clone()).collect()
        };
        let Some((first, rest)) = patterns.split_first() else { return };
        let mut known = names(first);
        known.extend(scope.iter().map(|(name, _)| name.clone()));
        let mut rest: Vec<&Pattern> = rest.iter().collect();
        while let Some(at) =
            rest.iter().position(|it| names(it).iter().any(|it| known.contains(it)))
        {
            known.extend(names(rest.remove(at)));
        }
        for pattern in rest {
            let message = "GSQL's openCypher does not have disconnected patterns";
            let help = "use a variable of the other patterns in this one, or another MATCH";
            let finding = Finding::new(Rule::Unsupported, pattern.span, message).help(help);
            self.findings.push(finding);
        }
    }

    fn cypher_pattern(&mut self, pattern: &Pattern, scope: &mut Scope) {
        for node in pattern.nodes() {
            for label in &node.labels {
                if self.vertex_type(label).is_none() {
                    self.unknown_vertex(label);
                }
            }
            let labels = node.labels.iter().map(|label| label.value.clone()).collect();
            let known = node.variable.as_ref().and_then(|name| item_of(&name.value, scope));
            let item = match (known, node.labels.is_empty()) {
                (Some(known), true) => known,
                _ => Item::Vertex(labels),
            };
            self.cypher_properties(&item, &node.properties, scope);
            if let Some(name) = &node.variable
                && item_of(&name.value, scope).is_none()
            {
                scope.push((name.value.clone(), item));
            }
        }
        for (edge, _) in &pattern.steps {
            for ty in &edge.types {
                if self.edge_type(ty).is_none() {
                    self.unknown_edge(ty);
                }
            }
            let item = Item::Edge(edge.types.iter().map(|ty| ty.value.clone()).collect());
            self.cypher_properties(&item, &edge.properties, scope);
            if let Some(name) = &edge.variable {
                scope.push((name.value.clone(), item));
            }
        }
    }

    fn cypher_properties(&mut self, item: &Item, properties: &[Property], scope: &mut Scope) {
        for property in properties {
            self.cypher_attribute(item, &property.name, true);
            self.cypher_expr(&property.value, scope);
        }
    }

    fn cypher_projection(&mut self, it: &Projection, scope: &mut Scope, is_with: bool) {
        let mut columns = if it.all.is_some() { scope.clone() } else { Scope::new() };
        for item in &it.items {
            self.cypher_expr(&item.value, scope);
            let (name, kind) = match (&item.name, &item.value.kind) {
                (Some(name), ExprKind::Name(value)) => (name.value.clone(), item_of(value, scope)),
                (Some(name), _) => (name.value.clone(), None),
                (None, ExprKind::Name(value)) => (value.clone(), item_of(value, scope)),
                (None, _) if is_with => {
                    let message = "a column of WITH that is not a variable needs a name";
                    let finding = Finding::new(Rule::Syntax, item.value.span, message);
                    self.findings.push(finding.help("write `AS` and a name after it"));
                    continue;
                }
                (None, _) => (item.value.span.of(self.text).to_owned(), None),
            };
            if !name.is_empty() && columns.iter().any(|(known, _)| *known == name) {
                let message = format!("two columns are called `{name}`");
                let finding = Finding::new(Rule::Duplicate, item.value.span, message);
                self.findings.push(finding.help("write `AS` and another name after one of them"));
            }
            columns.push((name, kind.unwrap_or(Item::Value)));
        }
        let outer = scope.len();
        scope.extend(columns.iter().cloned());
        it.order_by.iter().for_each(|key| self.cypher_expr(&key.value, scope));
        scope.drain(..outer);
        let numbers = it.skip.iter().chain(&it.limit).chain(&it.filter);
        numbers.for_each(|expr| self.cypher_expr(expr, scope));
    }

    fn cypher_expr(&mut self, expr: &Expr, scope: &mut Scope) {
        match &expr.kind {
            ExprKind::Parameter(name) if !self.names.parameters.contains(name.as_str()) => {
                let message = format!("the parameter `${name}` is not declared");
                let named = Name { value: name.clone(), span: expr.span };
                let mut known = self.names.parameters.iter().copied();
                let finding = Finding::unknown(Rule::UnknownName, &named, message, &mut known);
                self.findings.push(finding);
            }
            ExprKind::Name(name) => {
                let named = Name { value: name.clone(), span: expr.span };
                self.cypher_variable(&named, scope);
            }
            ExprKind::Property(of, attribute) => {
                self.cypher_expr(of, scope);
                if let ExprKind::Name(name) = &of.kind
                    && let Some(item) = item_of(name, scope)
                {
                    self.cypher_attribute(&item, attribute, false);
                }
            }
            ExprKind::HasLabels(of, labels) => {
                self.cypher_expr(of, scope);
                for label in labels {
                    if self.vertex_type(label).is_none() && self.edge_type(label).is_none() {
                        self.unknown_vertex(label);
                    }
                }
            }
            ExprKind::Comprehension(it) | ExprKind::Quantified(_, it) => {
                self.cypher_elements(it, scope);
            }
            ExprKind::Call { function, arguments, .. } => {
                self.cypher_function(function);
                arguments.iter().for_each(|argument| self.cypher_expr(argument, scope));
            }
            _ => {
                let mut children = Vec::new();
                expr.children(&mut |child| children.push(child));
                children.into_iter().for_each(|child| self.cypher_expr(child, scope));
            }
        }
    }

    fn cypher_elements(&mut self, it: &Comprehension, scope: &mut Scope) {
        self.cypher_expr(&it.list, scope);
        scope.push((it.variable.value.clone(), Item::Value));
        it.filter.iter().chain(&it.value).for_each(|expr| self.cypher_expr(expr, scope));
        scope.pop();
    }

    /// Reports a function that resembles one of the language; others can be the user's.
    fn cypher_function(&mut self, name: &Name) {
        let is_known = FUNCTIONS.iter().any(|known| known.eq_ignore_ascii_case(&name.value));
        if is_known || function(&name.value).is_some() {
            return;
        }
        if let Some(near) = nearest_of(&name.value, &mut FUNCTIONS.iter().copied()) {
            let message = format!("the function `{}` does not exist", name.value);
            let finding = Finding::new(Rule::UndefinedFunction, name.span, message);
            self.findings.push(finding.help(format!("did you mean `{near}`?")));
        }
    }

    fn cypher_variable(&mut self, name: &Name, scope: &Scope) -> Option<Item> {
        let item = item_of(&name.value, scope);
        if item.is_none() {
            let message = format!("the variable `{}` is not bound", name.value);
            if self.names.parameters.contains(name.value.as_str()) {
                let finding = Finding::new(Rule::UnknownName, name.span, message);
                self.findings.push(finding.help(format!("write `${}`", name.value)));
            } else {
                let mut known = scope.iter().map(|(name, _)| name.as_str());
                let finding = Finding::unknown(Rule::UnknownName, name, message, &mut known);
                self.findings.push(finding);
            }
        }
        item
    }

    /// Reports an attribute that none of the types has. In a pattern a key can be named that is
    /// not an attribute: CREATE needs it.
    fn cypher_attribute(&mut self, item: &Item, name: &Name, in_pattern: bool) {
        if !self.names.has_schema {
            return;
        }
        let (catalog, graph) = (self.names.catalog, self.names.graph);
        let mut known: Vec<&str> = Vec::new();
        match item {
            Item::Value => return,
            Item::Vertex(types) => {
                let is_of = |ty: &&VertexType| types.is_empty() || types.contains(&ty.name);
                for ty in catalog.vertices_of(graph).filter(is_of) {
                    known.extend(ty.attributes.iter().map(|it| it.name.as_str()));
                    known.extend(ty.vectors.iter().map(|it| it.name.as_str()));
                    known.extend(ty.id_as_attribute().map(|(name, _)| name));
                    known.extend(ty.key_parts().map(|(name, _)| name).filter(|_| in_pattern));
                }
            }
            Item::Edge(types) => {
                let is_of = |ty: &&EdgeType| {
                    types.is_empty()
                        || types.contains(&ty.name)
                        || ty.reverse.as_ref().is_some_and(|name| types.contains(name))
                };
                for ty in catalog.edges_of(graph).filter(is_of) {
                    known.extend(ty.attributes.iter().map(|it| it.name.as_str()));
                }
            }
        }
        let types = match item {
            Item::Vertex(types) | Item::Edge(types) => types,
            Item::Value => return,
        };
        // What has no label may be null on a server; a type that does not exist is reported itself.
        if types.is_empty() && !self.strict {
            return;
        }
        let exist = types.iter().all(|name| self.is_type(name));
        if !exist || known.contains(&name.value.as_str()) {
            return;
        }
        let of = if types.is_empty() { "any type".to_owned() } else { types.join(" or ") };
        let message = format!("`{}` is not an attribute of {of}", name.value);
        let mut known = known.into_iter();
        self.findings.push(Finding::unknown(Rule::UnknownAttribute, name, message, &mut known));
    }

    fn is_type(&self, name: &str) -> bool {
        let name = Name { value: name.to_owned(), span: Span::default() };
        self.vertex_type(&name).is_some() || self.edge_type(&name).is_some()
    }

    fn vertex_type(&self, name: &Name) -> Option<&VertexType> {
        self.names.catalog.vertex(self.names.graph, &name.value)
    }

    fn edge_type(&self, name: &Name) -> Option<&EdgeType> {
        let (catalog, graph) = (self.names.catalog, self.names.graph);
        let edge = catalog.edge(graph, &name.value);
        edge.or_else(|| catalog.edge_by_reverse(graph, &name.value))
    }
}

fn item_of(name: &str, scope: &Scope) -> Option<Item> {
    scope.iter().rev().find(|(known, _)| known == name).map(|(_, item)| item.clone())
}
