//! The types that a query names.

use std::collections::HashSet;

use super::QueryChecker;
use crate::finding::{Finding, Rule};
use crate::query::spelling;
use crate::syntax::ast::query::{Accumulator, Type, TypeKind};
use crate::syntax::{Name, Spanned};

impl QueryChecker<'_> {
    /// Checks the type of a parameter.
    pub(super) fn parameter_type(&mut self, ty: &Type) {
        match &ty.kind {
            TypeKind::Edge(_)
            | TypeKind::JsonObject
            | TypeKind::JsonArray
            | TypeKind::Tuple(_)
            | TypeKind::Accumulator(_) => {
                let message = format!("a parameter cannot have the type `{}`", spelling(ty));
                self.findings.push(Finding::new(Rule::UnknownAttributeType, ty.span, message));
            }
            TypeKind::Set(element) | TypeKind::Bag(element) | TypeKind::List(element) => {
                self.parameter_type(element);
            }
            TypeKind::Map(types) => types.iter().for_each(|ty| self.parameter_type(ty)),
            TypeKind::Named(name) if self.names.is_tuple(name) => {
                let message = format!("a parameter cannot be the tuple `{name}`");
                self.findings.push(Finding::new(Rule::UnknownAttributeType, ty.span, message));
            }
            _ => self.used_type(ty),
        }
    }

    /// Checks a type anywhere in a query.
    pub(super) fn used_type(&mut self, ty: &Type) {
        match &ty.kind {
            TypeKind::Vertex(Some(name)) if !self.names.is_vertex_type(&name.value) => {
                self.unknown_vertex(name);
            }
            TypeKind::Edge(Some(name)) if !self.names.is_edge_type(&name.value) => {
                self.unknown_edge(name);
            }
            TypeKind::Set(element) | TypeKind::Bag(element) | TypeKind::List(element) => {
                self.used_type(element);
            }
            TypeKind::Map(types) => types.iter().for_each(|ty| self.used_type(ty)),
            TypeKind::Tuple(fields) => {
                let mut seen = HashSet::new();
                for field in fields {
                    if let Some(name) = &field.name
                        && !seen.insert(name.value.as_str())
                    {
                        let message = format!("the field `{}` is declared twice", name.value);
                        self.duplicate(name.span, message);
                    }
                    self.used_type(&field.ty);
                }
            }
            TypeKind::Accumulator(accumulator) => self.accumulator_type(accumulator),
            TypeKind::Named(_) if self.strict => self.named_type(ty),
            _ => {}
        }
    }

    fn accumulator_type(&mut self, accumulator: &Accumulator) {
        match accumulator {
            Accumulator::Sum(ty)
            | Accumulator::Max(ty)
            | Accumulator::Min(ty)
            | Accumulator::List(ty)
            | Accumulator::Set(ty)
            | Accumulator::Bag(ty)
            | Accumulator::Array(ty) => self.used_type(ty),
            Accumulator::Map(key, value) => {
                self.used_type(key);
                self.used_type(value);
            }
            Accumulator::GroupBy { keys, values } => {
                keys.iter().chain(values).for_each(|field| self.used_type(&field.ty));
            }
            _ => {}
        }
    }

    /// Checks the type of a variable or parameter: a word that is not a type must be a tuple.
    pub(super) fn named_type(&mut self, ty: &Type) {
        let TypeKind::Named(name) = &ty.kind else { return };
        if !self.names.has_schema {
            return;
        }
        let known = self.names.typedefs.contains_key(name.as_str())
            || self.names.catalog.tuple(name).is_some();
        if !known {
            let message = format!("there is no type `{name}`");
            let name: Name = Spanned { value: name.clone(), span: ty.span };
            const WORDS: [&str; 7] =
                ["INT", "UINT", "FLOAT", "DOUBLE", "STRING", "BOOL", "DATETIME"];
            let tuples = self.names.catalog.tuples.iter().map(|tuple| tuple.name.as_str());
            let typedefs = self.names.typedefs.keys().copied();
            let mut known = tuples.chain(typedefs).chain(WORDS);
            let rule = Rule::UnknownAttributeType;
            self.findings.push(Finding::unknown(rule, &name, message, &mut known));
        }
    }
}
