//! The types of vertex sets where they are used: those of the assignments that reach the place.

use std::collections::{HashMap, HashSet};

use super::Inference;
use super::ty::{Types, both};
use crate::syntax::Name;
use crate::syntax::ast::query::{Assign, Expr, ExprKind, Statement, StatementKind, Target, Value};

/// The types of each vertex set at a place.
pub(super) type Sets<'a> = HashMap<&'a str, Types>;

impl<'a> Inference<'a> {
    /// Notes the types of a set that is assigned.
    pub(super) fn assign_set(&mut self, assign: &'a Assign) {
        let Target::Name { name, types } = &assign.target else { return };
        self.require_declared_types(name, types, &assign.value);
        if self.names.sets.contains_key(name.value.as_str()) {
            let types = self.names.types_assigned(assign);
            self.names.sets.insert(&name.value, types);
        }
    }

    /// Checks that the vertices of a set have the types that `S (A, B)` declares.
    fn require_declared_types(&mut self, name: &'a Name, types: &'a [Name], value: &'a Value) {
        if !types.is_empty() {
            self.set_types.insert(&name.value, self.names.declared_types(types));
        }
        let (found, span) = match value {
            // An intersection or a difference may have fewer types.
            Value::Expr(Expr { kind: ExprKind::Chain(..), .. }) | Value::Load(_) => return,
            Value::Expr(expr) => (self.names.types_of_set(expr), expr.span),
            Value::Select(select) => (self.names.types_selected(select), select.span),
        };
        let (Some(Some(declared)), Some(found)) = (self.set_types.get(&*name.value), found) else {
            return;
        };
        let mut others: Vec<_> = found.difference(declared).map(String::as_str).collect();
        if others.is_empty() {
            return;
        }
        others.sort_unstable();
        let mut all: Vec<_> = declared.iter().map(String::as_str).collect();
        all.sort_unstable();
        let (name, others) = (&name.value, others.join("|"));
        let message = format!("`{name}` is a set of {}, and this may have {others}", all.join("|"));
        let help =
            format!("write `{name} ({}|{others}) = ..`, or `{name} (ANY) = ..`", all.join("|"));
        self.mismatch(span, message, Some(help));
    }

    /// Infers blocks of which one is executed; without `is_one`, perhaps none.
    pub(super) fn alternatives(&mut self, is_one: bool, blocks: Vec<&'a [Statement]>) {
        let before = (self.names.sets.clone(), self.set_types.clone());
        let mut after = (!is_one).then(|| before.clone());
        for block in blocks {
            (self.names.sets, self.set_types) = before.clone();
            self.block(block);
            let sets = std::mem::take(&mut self.names.sets);
            let types = std::mem::take(&mut self.set_types);
            after = Some(match after {
                Some((other, declared)) => (joined(other, sets), both_declared(declared, &types)),
                None => (sets, types),
            });
        }
        (self.names.sets, self.set_types) = after.unwrap_or(before);
    }

    /// Infers a block that is executed any number of times.
    pub(super) fn repeated(&mut self, body: &'a [Statement]) {
        self.assigned_in(body);
        let (around, declared) = (self.names.sets.clone(), self.set_types.clone());
        self.block(body);
        self.names.sets = around;
        self.set_types = both_declared(declared, &self.set_types);
    }

    /// Infers a block that may end after any of its statements.
    pub(super) fn interrupted(&mut self, body: &'a [Statement]) {
        let (before, declared) = (self.names.sets.clone(), self.set_types.clone());
        self.block(body);
        self.names.sets = before;
        self.set_types = both_declared(declared, &self.set_types);
        self.assigned_in(body);
    }

    /// Adds the types of all assignments in a block, any number of which may have been executed.
    fn assigned_in(&mut self, block: &'a [Statement]) {
        let mut assigned = Vec::new();
        for statement in block {
            statement.each(&mut |statement| {
                if let StatementKind::Assign(assign) = &statement.kind
                    && let Target::Name { name, .. } = &assign.target
                    && self.names.sets.contains_key(name.value.as_str())
                {
                    assigned.push((name.value.as_str(), &**assign));
                }
            });
        }
        self.names.widen_sets(&assigned);
    }
}

fn joined<'a>(mut one: Sets<'a>, other: Sets<'a>) -> Sets<'a> {
    for (name, types) in other {
        let known = one.entry(name).or_insert_with(|| Some(HashSet::new()));
        *known = both(known.take(), types);
    }
    one
}

/// Returns the types that sets may have that one of two ways has declared, if both have.
fn both_declared<'a>(one: Sets<'a>, other: &Sets<'a>) -> Sets<'a> {
    let types = one.into_iter().map(|(name, types)| {
        let other = other.get(name).cloned().flatten();
        (name, both(types, other))
    });
    types.collect()
}
