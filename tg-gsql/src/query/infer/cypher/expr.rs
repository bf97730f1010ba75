//! The types of expressions.

use super::{Reader, either, is_nullable, null, nullable, unless_null};
use crate::finding::{Finding, Rule};
use crate::query::infer::Ty;
use crate::query::infer::compare::{fits, is_not_arithmetic};
use crate::query::infer::expr::constant_type;
use crate::query::infer::ty::Tuple;
use crate::syntax::ast::cypher::{Comprehension, Expr, ExprKind};
use crate::syntax::ast::query::{Case, Constant};
use crate::syntax::{Name, Span};

impl<'a> Reader<'_, 'a> {
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Ty {
        match &expr.kind {
            ExprKind::Constant(constant) => constant_type(constant),
            ExprKind::Null => null(),
            ExprKind::Parameter(name) => self.parameter(name, expr.span),
            ExprKind::Name(name) => {
                let name = Name { value: name.clone(), span: expr.span };
                self.known(&name).map_or(Ty::Unknown, |variable| variable.ty)
            }
            ExprKind::Property(of, name) => self.property(of, name),
            ExprKind::HasLabels(of, labels) => {
                let of = self.expr(of);
                labels.iter().for_each(|label| self.require_type(label, true, true));
                unless_null(Ty::Bool, &[&of])
            }
            ExprKind::Call { function, distinct, arguments } => {
                self.call(expr, function, *distinct, arguments)
            }
            ExprKind::CountAll => {
                let groups = self.groups;
                self.aggregate(expr.span);
                self.groups = groups;
                Ty::Int
            }
            ExprKind::Negative(of) => {
                let ty = self.expr(of);
                self.arithmetic("-", &ty, of.span);
                // Its sign is not that of a UINT.
                if ty.clone().value() == Ty::Uint { Ty::Unknown } else { ty }
            }
            ExprKind::Not(of) => self.condition(of),
            ExprKind::Group(of) => self.expr(of),
            ExprKind::Chain(first, rest) => self.chain(first, rest),
            ExprKind::IsNull { operand, .. } => {
                self.expr(operand);
                Ty::Bool
            }
            ExprKind::List(items) => {
                let types: Vec<_> = items.iter().map(|item| self.expr(item)).collect();
                Ty::list(types.into_iter().reduce(either).unwrap_or(Ty::Unknown))
            }
            ExprKind::Map(entries) => {
                let mut fields: Vec<(String, Ty)> = Vec::new();
                for (name, value) in entries {
                    let ty = self.expr(value);
                    fields.retain(|(known, _)| *known != name.value);
                    fields.push((name.value.clone(), ty));
                }
                Ty::Tuple(Box::new(Tuple { name: None, fields }))
            }
            ExprKind::Index(of, index) => self.index(of, index),
            ExprKind::Slice(of, from, to) => {
                let list = self.expr(of);
                let bounds: Vec<_> = [from, to].into_iter().flatten().collect();
                let bounds: Vec<_> = bounds.into_iter().map(|it| self.expr(it)).collect();
                let may_be_null = is_nullable(&list) || bounds.iter().any(is_nullable);
                let sliced = Ty::list(self.elements(list, of.span));
                if may_be_null { nullable(sliced) } else { sliced }
            }
            ExprKind::Comprehension(it) => {
                let (list, element, _) = self.comprehension(it);
                unless_null(Ty::list(element), &[&list])
            }
            ExprKind::Quantified(_, it) => {
                let (list, _, filter) = self.comprehension(it);
                unless_null(Ty::Bool, &[&list, &filter])
            }
            ExprKind::Case(case) => self.case(case),
        }
    }

    fn parameter(&mut self, name: &'a str, span: Span) -> Ty {
        if !self.inference.names.parameters.contains(name) {
            let message = format!("the parameter `${name}` is not declared");
            let named = Name { value: name.to_owned(), span };
            let mut known = self.inference.names.parameters.iter().copied();
            let finding = Finding::unknown(Rule::UnknownName, &named, message, &mut known);
            self.inference.report_certain(finding);
        }
        let ty = self.inference.variable(name).cloned().unwrap_or(Ty::Unknown);
        if self.nullable.contains(name) { nullable(ty) } else { ty }
    }

    /// Infers a condition, which must be a BOOL.
    pub(super) fn condition(&mut self, expr: &'a Expr) -> Ty {
        let ty = self.expr(expr);
        let value = ty.clone().value();
        if !fits(&Ty::Bool, &value) {
            let message = format!("a condition is BOOL, and this is {value}");
            self.mismatch(expr.span, message, &Ty::Bool, &value);
        }
        unless_null(Ty::Bool, &[&ty])
    }

    /// Checks an operand of an operator between numbers.
    pub(super) fn arithmetic(&mut self, op: &str, ty: &Ty, span: Span) {
        let ty = ty.clone().value();
        if is_not_arithmetic(&ty) {
            let message = format!("`{op}` takes numbers, and this is {ty}");
            self.mismatch(span, message, &Ty::Double, &ty);
        }
    }

    /// Reads an attribute, or an entry of a map.
    fn property(&mut self, of: &'a Expr, name: &'a Name) -> Ty {
        let ty = self.expr(of);
        let is_labelled = match &of.kind {
            ExprKind::Name(of) => self.variable(of).is_some_and(|it| it.is_labelled),
            _ => false,
        };
        let value = match ty.clone().value() {
            item @ (Ty::Vertex(_) | Ty::Edge(_)) => self.attribute(&item, name, is_labelled, false),
            map @ (Ty::Tuple(_) | Ty::Map(_)) => entry(&map, &name.value),
            Ty::Unknown => Ty::Unknown,
            other => {
                let text = of.span.of(self.inference.text);
                let message = format!("`{text}` is {other}, which has no attributes");
                let finding = Finding::new(Rule::UnknownAttribute, name.span, message);
                self.inference.report(finding);
                Ty::Unknown
            }
        };
        unless_null(value, &[&ty])
    }

    fn index(&mut self, of: &'a Expr, index: &'a Expr) -> Ty {
        let (ty, _) = (self.expr(of), self.expr(index));
        let name = match &index.kind {
            ExprKind::Constant(Constant::String(value)) => {
                Some(Name { value: value.clone(), span: index.span })
            }
            _ => None,
        };
        let value = match (ty.clone().value(), name) {
            (item @ (Ty::Vertex(_) | Ty::Edge(_)), Some(name)) => {
                self.attribute(&item, &name, false, false)
            }
            (map @ (Ty::Tuple(_) | Ty::Map(_)), Some(name)) => entry(&map, &name.value),
            (Ty::Vertex(_) | Ty::Edge(_) | Ty::Tuple(_) | Ty::Map(_), None) => Ty::Unknown,
            (list, _) => self.elements(list, of.span),
        };
        nullable(value)
    }

    /// Returns the types of the list, of its new elements, and of the condition.
    fn comprehension(&mut self, it: &'a Comprehension) -> (Ty, Ty, Ty) {
        let list = self.expr(&it.list);
        let element = self.elements(list.clone(), it.list.span);
        self.bind(&it.variable, element.clone(), false);
        let filter = it.filter.as_ref().map_or(Ty::Bool, |filter| self.condition(filter));
        let value = it.value.as_ref().map_or(element, |value| self.expr(value));
        self.scope.pop();
        (list, value, filter)
    }

    fn case(&mut self, case: &'a Case<Expr>) -> Ty {
        let operand = case.operand.as_ref().map(|operand| (self.expr(operand), operand.span));
        let mut result: Option<Ty> = None;
        for (when, then) in &case.branches {
            match &operand {
                Some((operand, span)) => {
                    let other = self.expr(when);
                    self.compared(operand, &other, span.to(when.span));
                }
                None => _ = self.condition(when),
            }
            let ty = self.expr(then);
            result = Some(result.map_or(ty.clone(), |known| either(known, ty)));
        }
        let otherwise = case.otherwise.as_ref().map_or(null(), |value| self.expr(value));
        result.map_or(Ty::Unknown, |known| either(known, otherwise))
    }
}

/// Returns the type of an entry of a map. An entry that is missing is null.
fn entry(map: &Ty, name: &str) -> Ty {
    match map {
        Ty::Tuple(tuple) => {
            let field = tuple.fields.iter().find(|(field, _)| field == name);
            field.map_or(null(), |(_, ty)| ty.clone())
        }
        Ty::Map(types) if types.0 == Ty::String => nullable(types.1.clone()),
        _ => Ty::Unknown,
    }
}
