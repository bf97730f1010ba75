//! openCypher: the types of variables and columns, and the mistakes in names and types.
//!
//! A value that may be null is [`Ty::Optional`]; null itself is one of an unknown type.

mod expr;
mod function;
mod operator;
mod pattern;
mod projection;

use std::collections::{BTreeSet, HashSet};

use super::compare::fits;
use super::print::{Printed, PrintedValue};
use super::{Inference, Ty};
use crate::finding::{Finding, Rule};
use crate::syntax::ast::cypher::{Clause, ClauseKind, Cypher, Expr, MatchKind, Pattern, SetItem};
use crate::syntax::{Name, Span};

/// The key of the printed table.
pub(crate) const TABLE: &str = "Result_Table";

/// The reader of a part of a query.
struct Reader<'i, 'a> {
    inference: &'i mut Inference<'a>,
    /// The variables, in the order in which they are bound.
    scope: Vec<Variable>,
    /// The parameters that may be null.
    nullable: BTreeSet<&'a str>,
    /// In a projection, `true` if it has a row per group; `None` where aggregates are not allowed.
    groups: Option<bool>,
}

/// A variable.
#[derive(Debug, Clone)]
struct Variable {
    name: String,
    ty: Ty,
    /// `true` if a pattern names its types, which are not inferred.
    is_labelled: bool,
}

impl<'a> Inference<'a> {
    pub(super) fn cypher(&mut self, body: &'a Cypher) {
        let nullable = body.nullable_parameters();
        let mut table: Option<Vec<(String, Ty)>> = None;
        for clauses in body.parts() {
            let nullable = nullable.clone();
            let mut reader = Reader { inference: self, scope: Vec::new(), nullable, groups: None };
            clauses.iter().for_each(|clause| reader.clause(clause));
            let columns = reader.scope.into_iter().map(|it| (it.name, it.ty)).collect();
            if let Some(Clause { kind: ClauseKind::Return(_), span }) = clauses.last() {
                table = Some(match table {
                    Some(known) => self.union(known, columns, *span),
                    None => columns,
                });
            }
        }
        if let (Some(columns), Some(clause)) = (table, body.first.last()) {
            let start = clause.span.start;
            self.printed.push(Printed {
                key: TABLE.to_owned(),
                span: Span { start, end: start + "RETURN".len() },
                value: PrintedValue::Plain(Ty::Rows(columns)),
                declared: Vec::new(),
            });
        }
    }

    /// Returns the columns of both parts of a UNION.
    fn union(
        &mut self,
        one: Vec<(String, Ty)>,
        other: Vec<(String, Ty)>,
        span: Span,
    ) -> Vec<(String, Ty)> {
        if !one.iter().map(|(name, _)| name).eq(other.iter().map(|(name, _)| name)) {
            let names: Vec<_> = one.iter().map(|(name, _)| name.as_str()).collect();
            let help = format!("return {}, by AS where needed", names.join(", "));
            let message = "the parts of a UNION have different columns";
            let finding = Finding::new(Rule::TypeMismatch, span, message).help(help);
            self.report_certain(finding);
            return one;
        }
        let pairs = one.into_iter().zip(other);
        pairs.map(|((name, one), (_, other))| (name, either(one, other))).collect()
    }
}

impl<'a> Reader<'_, 'a> {
    fn clause(&mut self, clause: &'a Clause) {
        match &clause.kind {
            ClauseKind::Match(it) => {
                self.connected(&it.patterns);
                let known = self.scope.len();
                it.patterns.iter().for_each(|pattern| self.pattern(pattern, Some(it.kind)));
                it.filter.iter().for_each(|filter| _ = self.condition(filter));
                if it.kind == MatchKind::Optional {
                    for variable in &mut self.scope[known..] {
                        variable.ty = nullable(variable.ty.clone());
                    }
                }
            }
            ClauseKind::Create(patterns) => {
                patterns.iter().for_each(|pattern| self.pattern(pattern, None));
            }
            ClauseKind::Unwind { list, name } => {
                let ty = self.expr(list);
                let element = self.elements(ty, list.span);
                if self.variable(&name.value).is_some() {
                    let message = format!("the variable `{}` is already bound", name.value);
                    let finding = Finding::new(Rule::Duplicate, name.span, message);
                    self.inference.report_certain(finding.help("give the element another name"));
                }
                self.bind(name, element, false);
            }
            ClauseKind::With(it) => self.projection(it, true),
            ClauseKind::Return(it) => self.projection(it, false),
            ClauseKind::Set(items) => items.iter().for_each(|item| self.set(item)),
            ClauseKind::Delete { items, .. } => {
                items.iter().for_each(|item| self.delete(item));
            }
        }
    }

    fn set(&mut self, item: &'a SetItem) {
        let value = self.expr(&item.value);
        let Some(variable) = self.known(&item.variable) else { return };
        let (of, name) = (variable.ty.value(), &item.attribute);
        let attribute = self.attribute(&of, name, variable.is_labelled, false);
        if self.inference.is_key(&of, &name.value) {
            let place = format!("`{}.{}`", item.variable.value, name.value);
            self.inference.assigned_key(&of, &place, name.span);
        }
        self.assigned(&item.attribute, attribute, &value, item.value.span);
    }

    /// Checks the value that an attribute is assigned.
    fn assigned(&mut self, name: &Name, attribute: Ty, value: &Ty, span: Span) {
        let (attribute, value) = (attribute.value(), value.clone().value());
        if !fits(&attribute, &value) {
            let message = format!("`{}` is {attribute}, and this is {value}", name.value);
            self.mismatch(span, message, &attribute, &value);
        }
    }

    fn delete(&mut self, item: &'a Expr) {
        let ty = self.expr(item).value();
        if !matches!(ty, Ty::Vertex(_) | Ty::Edge(_) | Ty::Unknown) {
            let message = format!("DELETE takes vertices and edges, and this is {ty}");
            let help = "write the variable of a vertex or an edge";
            let finding = Finding::new(Rule::TypeMismatch, item.span, message).help(help);
            self.inference.report(finding);
        }
    }

    /// Reports a pattern that shares no variable with those before it.
    fn connected(&mut self, patterns: &'a [Pattern]) {
        let names = |pattern: &'a Pattern| {
            let nodes = pattern.nodes().filter_map(|node| node.variable.as_ref());
            nodes.map(|name| name.value.as_str())
        };
        let Some((first, rest)) = patterns.split_first() else { return };
        let mut known: HashSet<String> = names(first).map(str::to_owned).collect();
        known.extend(self.scope.iter().map(|variable| variable.name.clone()));
        let mut rest: Vec<&Pattern> = rest.iter().collect();
        while let Some(at) = rest.iter().position(|it| names(it).any(|it| known.contains(it))) {
            known.extend(names(rest.remove(at)).map(str::to_owned));
        }
        for pattern in rest {
            let message = "GSQL's openCypher does not have disconnected patterns";
            let help = "use a variable of the other patterns in this one, or another MATCH";
            let finding = Finding::new(Rule::Unsupported, pattern.span, message).help(help);
            self.inference.report_certain(finding);
        }
    }

    fn bind(&mut self, name: &Name, ty: Ty, is_labelled: bool) {
        self.scope.push(Variable { name: name.value.clone(), ty, is_labelled });
    }

    fn variable(&self, name: &str) -> Option<&Variable> {
        self.scope.iter().rev().find(|variable| variable.name == name)
    }

    /// Returns the variable, or reports that it is not bound.
    fn known(&mut self, name: &Name) -> Option<Variable> {
        let variable = self.variable(&name.value).cloned();
        if variable.is_none() {
            let message = format!("the variable `{}` is not bound", name.value);
            let finding = if self.inference.names.parameters.contains(name.value.as_str()) {
                let finding = Finding::new(Rule::UnknownName, name.span, message);
                finding.help(format!("write `${}`", name.value))
            } else {
                let mut known = self.scope.iter().map(|variable| variable.name.as_str());
                Finding::unknown(Rule::UnknownName, name, message, &mut known)
            };
            self.inference.report_certain(finding);
        }
        variable
    }

    /// Reports types that do not go together, with the function that converts one to the other.
    fn mismatch(&mut self, span: Span, message: String, target: &Ty, value: &Ty) {
        let text = span.of(self.inference.text);
        let text = if text.len() > 40 || text.contains('\n') { "x" } else { text };
        let help = match (target, value) {
            (Ty::Int | Ty::Uint, Ty::String) => Some(format!("`toInteger({text})` converts it")),
            (Ty::Float | Ty::Double, Ty::String) => Some(format!("`toFloat({text})` converts it")),
            (Ty::Bool, Ty::String) => Some(format!("`toBoolean({text})` converts it")),
            (Ty::String, Ty::Bool | Ty::DateTime) => {
                Some(format!("`toString({text})` converts it"))
            }
            (Ty::String, value) if value.is_number() => {
                Some(format!("`toString({text})` converts it"))
            }
            _ => None,
        };
        self.inference.mismatch(span, message, help);
    }

    /// Returns the type of the elements of a list; a list that is null has none.
    fn elements(&mut self, list: Ty, span: Span) -> Ty {
        let list = list.value();
        if let Some(element) = list.element() {
            return element;
        }
        if !list.is_unknown() {
            let message = format!("expected a list, and this is {list}");
            self.inference.mismatch(span, message, None);
        }
        Ty::Unknown
    }
}

/// The type of null.
fn null() -> Ty {
    Ty::Optional(Box::new(Ty::Unknown))
}

/// Returns the type of a value that may be null.
fn nullable(ty: Ty) -> Ty {
    match ty {
        Ty::Unknown | Ty::Optional(_) => ty,
        ty => Ty::Optional(Box::new(ty)),
    }
}

/// Returns `true` if a value may be null.
fn is_nullable(ty: &Ty) -> bool {
    matches!(ty, Ty::Unknown | Ty::Optional(_))
}

/// Returns a type, which may be null if one of the values may be.
fn unless_null(ty: Ty, of: &[&Ty]) -> Ty {
    if of.iter().any(|it| is_nullable(it)) { nullable(ty) } else { ty }
}

/// Returns the type of a value that is of one type or the other.
fn either(one: Ty, other: Ty) -> Ty {
    if one == null() {
        return nullable(other);
    }
    if other == null() {
        return nullable(one);
    }
    let both = one.clone().value().common(other.clone().value());
    unless_null(both, &[&one, &other])
}
