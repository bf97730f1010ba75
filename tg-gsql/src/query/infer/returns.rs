//! The header of a query: defaults of parameters, and RETURNS.

use super::Inference;
use super::compare::{fits, remedy};
use super::expr::constant_type;
use super::ty::{Accum, Ty};
use crate::finding::{Finding, Rule};
use crate::syntax::Name;
use crate::syntax::ast::query::{
    Body, Constant, Expr, ExprKind, Limit, Parameter, Select, StatementKind,
};

impl<'a> Inference<'a> {
    /// Checks the default of a parameter.
    pub(super) fn default(&mut self, parameter: &'a Parameter, ty: &Ty) {
        let Some(default) = &parameter.default else { return };
        let found = constant_type(&default.value);
        let name = &parameter.name.value;
        let negative = matches!(default.value, Constant::Int(number) if number < 0);
        if *ty == Ty::Uint && negative {
            let message = format!("`{name}` is UINT, and this is negative");
            let help = Some("declare it as INT".to_owned());
            self.mismatch(default.span, message, help);
        } else if matches!(ty, Ty::Vertex(_)) || ty.element().is_some() || ty.entry().is_some() {
            let message = format!("a parameter of the type {ty} cannot have a default");
            let help = Some("leave the default out".to_owned());
            self.mismatch(default.span, message, help);
        } else if !fits(ty, &found) && (*ty != Ty::DateTime || found != Ty::String) {
            let help = match (ty, &found) {
                (Ty::String, _) => Some(format!("write `\"{}\"`", default.span.of(self.text))),
                (Ty::Bool, _) => Some("write `TRUE` or `FALSE`".to_owned()),
                (Ty::DateTime, _) => {
                    Some("write `to_datetime(\"2024-01-31 00:00:00\")`".to_owned())
                }
                _ => remedy(ty, &found, default.span.of(self.text))
                    .map(|_| format!("write a number, or declare `{name}` as {found}")),
            };
            self.mismatch(default.span, format!("`{name}` is {ty}, and this is {found}"), help);
        }
    }

    pub(super) fn returns(&mut self, value: Option<&'a Expr>) {
        let ty = value.map(|value| self.expr(value).value());
        let report = |inference: &mut Self, span, message: &str, help: String| {
            let message = message.to_owned();
            let finding = Finding { rule: Rule::Returns, span, message, help: Some(help) };
            inference.report_certain(finding);
        };
        match (&self.query.returns, value, ty) {
            (None, Some(value), Some(ty)) => {
                let help = match ty {
                    Ty::Unknown => "add `RETURNS (type)` to the header".to_owned(),
                    Ty::Vertices(_) => "add `RETURNS (SetAccum<VERTEX>)` to the header".to_owned(),
                    ty => format!("add `RETURNS ({ty})` to the header"),
                };
                report(self, value.span, "the query has no RETURNS, and returns a value", help);
            }
            (Some(declared), Some(value), Some(ty)) => {
                let target = self.resolve(declared);
                // A single value of an accumulator's type is not its input.
                let single = matches!(&target, Ty::Accum(_)) && super::compare::is_single(&ty);
                let whole = target.clone().value();
                if single && matches!(whole, Ty::Accum(_)) || !fits(&whole, &ty) {
                    let own = match &ty {
                        Ty::Vertices(types) => Ty::accum(Accum::Set(Ty::Vertex(types.clone()))),
                        ty => ty.clone(),
                    };
                    let help = format!("return that, or change the header to `RETURNS ({own})`");
                    let message = format!("the query returns {target}, and this is {ty}");
                    self.mismatch(value.span, message, Some(help));
                }
            }
            _ => {}
        }
    }

    /// Requires a RETURN with RETURNS.
    pub(super) fn require_return(&mut self) {
        let (Some(declared), Body::Gsql(statements)) = (&self.query.returns, &self.query.body)
        else {
            return;
        };
        let mut found = false;
        for statement in statements {
            statement.each(&mut |it| found |= matches!(it.kind, StatementKind::Return(Some(_))));
        }
        if !found {
            self.report_certain(Finding {
                rule: Rule::Returns,
                span: declared.span,
                message: "the query has RETURNS, and returns no value".to_owned(),
                help: Some("end the body with `RETURN value;`".to_owned()),
            });
        }
    }

    /// Checks that an exception is declared.
    pub(super) fn exception(&mut self, name: &'a Name) {
        let mut known = Vec::new();
        for statement in self.query.statements() {
            statement.each(&mut |it| {
                if let StatementKind::DeclareException { name, .. } = &it.kind {
                    known.push(name.value.as_str());
                }
            });
        }
        if !known.contains(&name.value.as_str()) {
            let message = format!("the exception `{}` is not declared", name.value);
            let mut finding =
                Finding::unknown(Rule::UnknownName, name, message, &mut known.into_iter());
            finding
                .help
                .get_or_insert_with(|| format!("declare it: `EXCEPTION {} (40001);`", name.value));
            self.report(finding);
        }
    }

    /// Checks that rows which are skipped have an order.
    pub(super) fn offset(&mut self, select: &'a Select) {
        let Limit { count, skip: Some(skip) } = &select.limit else { return };
        let is_after = count.as_ref().is_none_or(|count| count.span.start < skip.span.start);
        if is_after && select.order_by.is_empty() {
            let message = "OFFSET without ORDER BY skips any rows";
            let finding = Finding::new(Rule::Arguments, skip.span, message);
            self.report_certain(finding.help("add `ORDER BY` before the limit"));
        }
    }

    /// Infers a key of ORDER BY.
    pub(super) fn sort_key(&mut self, expr: &'a Expr) {
        let ty = self.value(expr);
        let is_constant = matches!(expr.kind, ExprKind::Constant(_));
        if !is_constant && (ty.element().is_some() || ty.entry().is_some()) {
            let help = Some(format!("sort by `{}.size()`, or by an element", self.excerpt(expr)));
            self.mismatch(
                expr.span,
                format!("ORDER BY takes a single value, and this is {ty}"),
                help,
            );
        }
    }
}
