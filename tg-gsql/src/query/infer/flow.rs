//! The types of vertex sets where they are used: those of the assignments that reach the place.

use std::collections::{HashMap, HashSet};

use super::Inference;
use super::ty::{Types, both};
use crate::syntax::ast::query::{Assign, Statement, StatementKind, Target};

/// The types of each vertex set at a place.
pub(super) type Sets<'a> = HashMap<&'a str, Types>;

impl<'a> Inference<'a> {
    /// Notes the types of a set that is assigned.
    pub(super) fn assign_set(&mut self, assign: &'a Assign) {
        let Target::Name { name, .. } = &assign.target else { return };
        if self.names.sets.contains_key(name.value.as_str()) {
            let types = self.names.types_assigned(assign);
            self.names.sets.insert(&name.value, types);
        }
    }

    /// Infers blocks of which one is executed; without `is_one`, perhaps none.
    pub(super) fn alternatives(&mut self, is_one: bool, blocks: Vec<&'a [Statement]>) {
        let before = self.names.sets.clone();
        let mut after = (!is_one).then(|| before.clone());
        for block in blocks {
            self.names.sets.clone_from(&before);
            self.block(block);
            let sets = std::mem::take(&mut self.names.sets);
            after = Some(match after {
                Some(other) => joined(other, sets),
                None => sets,
            });
        }
        self.names.sets = after.unwrap_or(before);
    }

    /// Infers a block that is executed any number of times.
    pub(super) fn repeated(&mut self, body: &'a [Statement]) {
        self.assigned_in(body);
        let around = self.names.sets.clone();
        self.block(body);
        self.names.sets = around;
    }

    /// Infers a block that may end after any of its statements.
    pub(super) fn interrupted(&mut self, body: &'a [Statement]) {
        let before = self.names.sets.clone();
        self.block(body);
        self.names.sets = before;
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
