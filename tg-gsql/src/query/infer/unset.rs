//! Values of type VERTEX and EDGE that may be unset.
//!
//! An alias, a parameter and the variable of a FOREACH have a value. A variable, an accumulator and
//! the tuple of an empty heap may have none.

use super::Inference;
use super::ty::{Accum, Tuple, Ty};
use crate::syntax::ast::query::{Case, Expr, ExprKind};

impl<'a> Inference<'a> {
    /// Returns the type of a printed expression, which may be unset.
    pub(super) fn printable(&mut self, expr: &'a Expr) -> Ty {
        let ty = self.expr(expr);
        if self.is_set(expr) { ty } else { ty.optional() }
    }

    /// Returns `true` if a VERTEX or EDGE has a value for certain.
    fn is_set(&self, expr: &Expr) -> bool {
        let names = &self.names;
        match &expr.kind {
            ExprKind::Name(name) => {
                !names.variables.contains_key(name.as_str())
                    || names.parameters.contains(name.as_str())
            }
            // An id that does not exist is an error.
            ExprKind::Call { function, .. } => function.value.eq_ignore_ascii_case("to_vertex"),
            ExprKind::Group(items) => items.iter().all(|item| self.is_set(item)),
            ExprKind::Case(case) => {
                let Case { branches, otherwise, .. } = &**case;
                otherwise.is_some()
                    && branches.iter().map(|it| &it.1).chain(otherwise).all(|it| self.is_set(it))
            }
            _ => false,
        }
    }

    /// Notes the fields of a tuple whose values may be unset in this call of its constructor.
    pub(super) fn unset_arguments(&mut self, tuple: &Tuple, arguments: &[Expr]) {
        for (argument, (field, ty)) in arguments.iter().zip(&tuple.fields) {
            if ty.can_be_unset() && !self.is_set(argument) {
                self.unset.extend(tuple.name.clone().map(|name| (name, field.clone())));
            }
        }
    }

    /// Notes that there may be a tuple of defaults: an untouched accumulator, a variable without a
    /// value, or the result of `top()` or `get(..)`.
    pub(super) fn unset_fields(&mut self, ty: &Ty) {
        match ty {
            Ty::Tuple(tuple) => {
                let fields = tuple.fields.iter().filter(|(_, ty)| ty.can_be_unset());
                let unset: Vec<_> = fields
                    .filter_map(|(field, _)| Some((tuple.name.clone()?, field.clone())))
                    .collect();
                self.unset.extend(unset);
                tuple.fields.iter().for_each(|(_, ty)| self.unset_fields(ty));
            }
            Ty::Row(fields) => fields.iter().for_each(|(_, ty)| self.unset_fields(ty)),
            Ty::Accum(accum) => match &**accum {
                Accum::Max(ty) | Accum::Min(ty) | Accum::Array(ty, _) => self.unset_fields(ty),
                _ => {}
            },
            _ => {}
        }
    }

    /// Returns the type of a tuple's field.
    pub(crate) fn field_type(&self, tuple: &Tuple, field: &str, ty: Ty) -> Ty {
        let name = tuple.name.clone().unwrap_or_default();
        if self.unset.contains(&(name, field.to_owned())) { ty.optional() } else { ty }
    }
}

impl Ty {
    fn can_be_unset(&self) -> bool {
        matches!(self, Self::Vertex(_) | Self::Edge(_))
    }

    /// Returns the type of a value that may be unset, if it is a VERTEX or EDGE.
    pub(crate) fn optional(self) -> Self {
        match self.clone().value() {
            ty if ty.can_be_unset() => Self::Optional(Box::new(ty)),
            _ => self,
        }
    }
}
