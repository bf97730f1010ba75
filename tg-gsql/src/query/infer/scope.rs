//! The variables and accumulators of a block.

use std::collections::{HashMap, HashSet};

use super::ty::Ty;
use super::{Accum, Inference};
use crate::finding::{Finding, Rule};
use crate::syntax::Name;
use crate::syntax::ast::query::{AccumulatorDecl, Type};

/// The names that a block declares.
#[derive(Debug, Default)]
pub(crate) struct Scope<'a> {
    /// Variables, and the aliases of patterns.
    variables: HashMap<&'a str, Ty>,
    /// Accumulators, and `true` for those with `@@`.
    accumulators: HashMap<(bool, &'a str), Ty>,
    tables: HashSet<&'a str>,
}

impl<'a> Inference<'a> {
    /// Runs `f` in a scope of its own.
    pub(super) fn scoped<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(Scope::default());
        let result = f(self);
        self.scopes.pop();
        result
    }

    pub(super) fn declare(&mut self, name: &'a str, ty: Ty) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.variables.insert(name, ty);
        }
    }

    /// Declares a variable, whose name its block must not have declared before.
    pub(super) fn declare_once(&mut self, name: &'a Name, ty: Ty) {
        let scope = self.scopes.last_mut();
        let known = scope.and_then(|scope| scope.variables.insert(&name.value, ty));
        if known.is_some() {
            self.report_certain(Finding {
                rule: Rule::Duplicate,
                span: name.span,
                message: format!("the variable `{}` is declared twice", name.value),
                help: Some("give one of them another name, or assign without a type".to_owned()),
            });
        }
    }

    /// Notes that the present block creates a table. Returns `false` if it, or a block around it,
    /// has created one of this name before.
    pub(super) fn declare_table(&mut self, name: &'a Name) -> bool {
        let is_known = self.scopes.iter().any(|scope| scope.tables.contains(&*name.value));
        if let Some(scope) = self.scopes.last_mut() {
            scope.tables.insert(&name.value);
        }
        !is_known
    }

    pub(super) fn declare_accumulator(
        &mut self,
        ty: &Type,
        declaration: &'a AccumulatorDecl,
    ) -> Ty {
        let ty = self.accumulator_type(ty, declaration.dimensions.len());
        if let Some(scope) = self.scopes.last_mut() {
            let key = (declaration.global, declaration.name.value.as_str());
            scope.accumulators.insert(key, ty.clone());
        }
        ty
    }

    /// Returns `true` if the name is that of a parameter, which no variable hides.
    pub(super) fn is_parameter(&self, name: &str) -> bool {
        let mut scopes = self.scopes.iter().rev();
        let declared = scopes.position(|scope| scope.variables.contains_key(name));
        declared.is_some_and(|at| at + 1 == self.scopes.len())
    }

    fn accumulator_type(&self, ty: &Type, dimensions: usize) -> Ty {
        match self.resolve(ty) {
            Ty::Accum(accum) => match *accum {
                Accum::Array(element, _) => Ty::accum(Accum::Array(element, dimensions)),
                other => Ty::accum(other),
            },
            _ => Ty::Unknown,
        }
    }

    /// Returns the type of the variable or alias of this name.
    pub(super) fn variable(&self, name: &str) -> Option<&Ty> {
        self.scopes.iter().rev().find_map(|scope| scope.variables.get(name))
    }

    /// Returns the type of a name: a variable, table or vertex set.
    pub(super) fn named(&self, name: &str) -> Ty {
        if let Some(ty) = self.variable(name) {
            return ty.clone();
        }
        if let Some(fields) = self.tables.get(name) {
            return Ty::Rows(fields.clone());
        }
        match self.names.sets.get(name) {
            Some(types) if !self.names.others.contains(name) => Ty::Vertices(types.clone()),
            _ => Ty::Unknown,
        }
    }

    /// Returns the type of an accumulator, also of one that is declared later.
    pub(super) fn accumulator(&self, global: bool, name: &str) -> Ty {
        let mut scopes = self.scopes.iter().rev();
        if let Some(ty) = scopes.find_map(|scope| scope.accumulators.get(&(global, name))) {
            return ty.clone();
        }
        let declared = if global { &self.names.globals } else { &self.names.locals };
        declared.get(name).map_or(Ty::Unknown, |ty| self.accumulator_type(ty, 0))
    }

    /// Returns the accumulators of vertices that are declared at this place.
    pub(super) fn declared_accumulators(&self) -> Vec<&'a str> {
        let all = self.scopes.iter().flat_map(|scope| scope.accumulators.keys());
        all.filter(|(is_global, _)| !is_global).map(|(_, name)| *name).collect()
    }

    /// Returns the accumulators that are printed with vertices, in the order of the text.
    pub(crate) fn vertex_accumulators(&self) -> Vec<(&'a str, Ty)> {
        let mut all: Vec<(&str, Ty)> = Vec::new();
        for (name, ty, dimensions) in &self.names.of_vertices {
            let ty = self.accumulator_type(ty, *dimensions);
            match all.iter_mut().find(|(known, _)| known == name) {
                // Blocks may use a name for different types.
                Some((_, known)) if *known != ty => *known = Ty::Unknown,
                Some(_) => {}
                None => all.push((name, ty)),
            }
        }
        all
    }
}
