//! The mistakes that types reveal.

use super::Inference;
use super::compare::{accepts, fits, is_vertex_for_text, remedy};
use super::ty::{Accum, Ty};
use crate::finding::{Finding, Rule};
use crate::syntax::Span;
use crate::syntax::ast::query::{Expr, ExprKind};

impl<'a> Inference<'a> {
    /// Adds a finding about something that a server may accept in spite of the reference.
    pub(super) fn report(&mut self, finding: Finding) {
        if self.strict {
            self.report_certain(finding);
        }
    }

    /// Adds a finding about something that every server rejects.
    pub(super) fn report_certain(&mut self, finding: Finding) {
        if !self.quiet {
            self.findings.push(finding);
        }
    }

    pub(super) fn mismatch(&mut self, span: Span, message: String, help: Option<String>) {
        self.report(Finding { rule: Rule::TypeMismatch, span, message, help });
    }

    /// Infers a condition, which must be a BOOL.
    pub(super) fn condition(&mut self, expr: &'a Expr) {
        let ty = self.value(expr);
        if !fits(&Ty::Bool, &ty) {
            let help = match ty {
                Ty::Int | Ty::Uint | Ty::Float | Ty::Double => {
                    Some(format!("write a comparison, such as `{} > 0`", self.excerpt(expr)))
                }
                Ty::String => Some("write a comparison".to_owned()),
                _ => None,
            };
            self.mismatch(expr.span, format!("a condition is BOOL, and this is {ty}"), help);
        }
    }

    /// Infers a value that must be a number.
    pub(super) fn number(&mut self, expr: &'a Expr, place: &str) {
        let ty = self.value(expr);
        if !fits(&Ty::Int, &ty) {
            let help = remedy(&Ty::Int, &ty, self.excerpt(expr));
            self.mismatch(expr.span, format!("{place} is a number, and this is {ty}"), help);
        }
    }

    /// Infers a limit, which is a whole number.
    pub(super) fn limit(&mut self, expr: &'a Expr) {
        self.number(expr, "a limit");
        let ty = self.quietly(|inference| inference.value(expr));
        if matches!(ty, Ty::Float | Ty::Double) {
            let message = format!("a limit is INT, and this is {ty}");
            let help = Some("write an INT".to_owned());
            self.mismatch(expr.span, message, help);
        }
    }

    /// Infers a value that is assigned to `place`, which has the type `target`.
    pub(super) fn assigned(&mut self, target: &Ty, expr: &'a Expr, place: &str) {
        let ty = self.expr(expr).value();
        self.require_fit(target, &ty, expr, place);
    }

    pub(super) fn require_fit(&mut self, target: &Ty, ty: &Ty, expr: &Expr, place: &str) {
        if let Ty::Accum(accum) = target {
            self.require_accepted(accum, ty, expr, place);
        } else if !fits(target, ty) {
            let help = remedy(target, ty, self.excerpt(expr));
            let message = format!("{place} is {target}, and this is {ty}");
            self.misfit((target, ty), expr.span, message, help);
        }
    }

    /// Reports a value that does not fit its target, which servers may accept in most cases.
    fn misfit(&mut self, types: (&Ty, &Ty), span: Span, message: String, help: Option<String>) {
        let finding = Finding { rule: Rule::TypeMismatch, span, message, help };
        match is_vertex_for_text(types.0, types.1) {
            true => self.report_certain(finding),
            false => self.report(finding),
        }
    }

    /// Checks a value that is added to an accumulator.
    fn require_accepted(&mut self, accum: &Accum, ty: &Ty, expr: &Expr, place: &str) {
        let Some(expected) = accepts(accum, ty) else { return };
        let whole = Ty::accum(accum.clone()).with_article();
        // The part of an entry that does not fit is the place of the mistake.
        if let (Accum::GroupBy { keys, values }, Ty::Entry(k, v)) = (accum, ty)
            && let ExprKind::Entry { keys: key_exprs, values: value_exprs } = &expr.kind
            && (keys.len(), values.len()) == (k.len(), v.len())
        {
            let exprs = key_exprs.iter().chain(value_exprs);
            let fields = keys.iter().chain(values);
            for ((expr, ty), (field, target)) in exprs.zip(k.iter().chain(v)).zip(fields) {
                self.require_fit(target, ty, expr, &format!("`{field}` of {place}"));
            }
            return;
        }
        if let (Accum::Map(key, of), ExprKind::Entry { keys, values }, Ty::Entry(k, v)) =
            (accum, &expr.kind, ty)
            && let ([key_expr], [value_expr], [k], [v]) = (&keys[..], &values[..], &k[..], &v[..])
        {
            if !fits(key, k) {
                self.require_fit(key, k, key_expr, &format!("a key of {place}"));
            }
            if !fits(of, v) {
                self.require_fit(of, v, value_expr, &format!("a value of {place}"));
            }
            return;
        }
        let help = match accum {
            Accum::Map(..) | Accum::GroupBy { .. } => Some(format!("write {expected}")),
            Accum::Sum(target) | Accum::Max(target) | Accum::Min(target) => {
                remedy(target, ty, self.excerpt(expr))
            }
            Accum::List(target) | Accum::Set(target) | Accum::Bag(target) => {
                let fitting = || {
                    let element = ty.element().map_or_else(|| ty.clone(), Ty::value);
                    let whole = Ty::accum(accum.of(element)).with_article();
                    format!("declare it as {whole}")
                };
                remedy(target, ty, self.excerpt(expr)).or_else(|| Some(fitting()))
            }
            Accum::Avg | Accum::BitwiseOr | Accum::BitwiseAnd => {
                remedy(&Ty::Int, ty, self.excerpt(expr))
            }
            Accum::Or | Accum::And => remedy(&Ty::Bool, ty, self.excerpt(expr)),
            Accum::Heap(tuple) => Some(format!("write `{tuple}(..)`")),
            _ => None,
        };
        let message = format!("{place} is {whole} and takes {expected}, and this is {ty}");
        self.misfit((&Ty::accum(accum.clone()), ty), expr.span, message, help);
    }

    /// Returns the text of an expression.
    pub(super) fn excerpt(&self, expr: &Expr) -> &'a str {
        expr.span.of(self.text)
    }
}
