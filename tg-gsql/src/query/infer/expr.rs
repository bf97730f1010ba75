//! The types of expressions.

use super::Inference;
use super::compare::{comparable, fits, is_single, remedy};
use super::ty::Ty;
use crate::finding::{Finding, Rule};
use crate::suggest;
use crate::syntax::Name;
use crate::syntax::ast::query::{Case, Constant, Expr, ExprKind, InExpr, LikeExpr, Seed};

impl<'a> Inference<'a> {
    /// Returns the type of an expression's value.
    pub(super) fn value(&mut self, expr: &'a Expr) -> Ty {
        self.expr(expr).value()
    }

    /// Returns the type of an expression; of an accumulator, that of the accumulator.
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Ty {
        match &expr.kind {
            ExprKind::Constant(constant) => constant_type(constant),
            ExprKind::Name(name) => self.named(name),
            ExprKind::Global(name) => self.accumulator(true, name),
            ExprKind::Local(name) => self.accumulator(false, name),
            ExprKind::Member(of, name) => {
                let ty = self.value(of);
                let text = match &of.kind {
                    ExprKind::Name(alias) => alias,
                    _ => self.excerpt(of),
                };
                self.member(&ty, text, name)
            }
            ExprKind::Accumulator(of, name) => {
                self.value(of);
                self.accumulator(false, &name.value)
            }
            ExprKind::Previous(of) => self.expr(of),
            ExprKind::Index(..) => {
                let mut indexes = Vec::new();
                let mut of = expr;
                while let ExprKind::Index(inner, index) = &of.kind {
                    indexes.insert(0, &**index);
                    of = inner;
                }
                let ty = self.expr(of);
                self.indexed(ty, indexes, self.excerpt(of), expr.span)
            }
            ExprKind::Call { function, types, arguments } => {
                self.call(expr, function, types.is_empty(), arguments)
            }
            ExprKind::Method { of, method, arguments } => self.method(expr, of, method, arguments),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            ExprKind::Negative(operand) => {
                let ty = self.value(operand);
                self.arithmetic("-", &ty, operand.span);
                // Its sign is not that of a UINT.
                if ty == Ty::Uint { Ty::Unknown } else { ty }
            }
            ExprKind::Not(operand) => {
                self.condition(operand);
                Ty::Bool
            }
            ExprKind::Chain(first, rest) => self.chain(first, rest),
            ExprKind::In(it) => self.contained(expr, it),
            ExprKind::Like(it) => self.like(it),
            ExprKind::Between { operands, .. } => {
                let [value, least, greatest] = &**operands;
                let ty = self.value(value);
                for bound in [least, greatest] {
                    let other = self.value(bound);
                    self.compared(&ty, &other, value.span.to(bound.span), value, bound);
                }
                Ty::Bool
            }
            ExprKind::IsNull { operand, .. } => {
                self.value(operand);
                Ty::Bool
            }
            ExprKind::Group(items) => match &items[..] {
                [only] => self.expr(only),
                items => Ty::bag(self.common(items)),
            },
            ExprKind::List(items) => Ty::list(self.common(items)),
            ExprKind::Entry { keys, values } => {
                let keys = keys.iter().map(|key| self.value(key)).collect();
                Ty::Entry(keys, values.iter().map(|value| self.value(value)).collect())
            }
            ExprKind::Case(case) => self.case(case),
            ExprKind::Seeds(seeds) => {
                for seed in seeds {
                    if let Seed::Call(call) = &seed.value {
                        self.value(call);
                    }
                }
                Ty::Vertices(self.names.types_of_set(expr))
            }
            ExprKind::Object(entries) => {
                entries.iter().for_each(|(_, value)| drop(self.value(value)));
                Ty::Unknown
            }
            ExprKind::Interval { amount, unit } => {
                self.number(amount, "an interval");
                self.unit(unit);
                Ty::Unknown
            }
            ExprKind::Trim(trim) => {
                trim.characters.iter().chain([&trim.text]).for_each(|it| drop(self.value(it)));
                Ty::String
            }
            ExprKind::Braces(_) | ExprKind::Column | ExprKind::Underscore => Ty::Unknown,
        }
    }

    /// Checks the unit of an interval, such as `DAY` or `DAYS`.
    fn unit(&mut self, unit: &Name) {
        const UNITS: [&str; 7] = ["YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"];
        let given = unit.value.to_ascii_uppercase();
        if !UNITS.contains(&given.strip_suffix('S').unwrap_or(&given)) {
            let message = format!("`{}` is not a unit of time", unit.value);
            let near = suggest::nearest(&given, UNITS);
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the units are `{}`", UNITS.join("`, `")),
            };
            self.report(Finding::new(Rule::UnknownName, unit.span, message).help(help));
        }
    }

    /// Returns the type that all items of a literal can have.
    fn common(&mut self, items: &'a [Expr]) -> Ty {
        let types: Vec<_> = items.iter().map(|item| self.value(item)).collect();
        types.into_iter().reduce(Ty::common).unwrap_or(Ty::Unknown)
    }

    fn case(&mut self, case: &'a Case) -> Ty {
        let operand = case.operand.as_ref().map(|operand| (operand, self.value(operand)));
        let mut result: Option<Ty> = None;
        let branches = case.branches.iter().map(|(when, then)| (Some(when), then));
        for (when, then) in branches.chain(case.otherwise.iter().map(|value| (None, value))) {
            if let Some(when) = when {
                self.when(operand.as_ref(), when);
            }
            let ty = self.value(then);
            if let Some(known) = result.as_ref().filter(|known| !comparable(known, &ty)) {
                let message = format!("the values of the CASE are {known}, and this is {ty}");
                let help = remedy(known, &ty, self.excerpt(then));
                self.mismatch(then.span, message, help);
            }
            result = Some(result.map_or(ty.clone(), |known| known.common(ty)));
        }
        result.unwrap_or(Ty::Unknown)
    }

    /// Infers the condition or value of a WHEN.
    pub(super) fn when(&mut self, operand: Option<&(&'a Expr, Ty)>, when: &'a Expr) {
        match operand {
            None => self.condition(when),
            Some((operand, ty)) => {
                let other = self.value(when);
                self.compared(ty, &other, when.span, operand, when);
            }
        }
    }

    /// `x IN y`
    fn contained(&mut self, expr: &'a Expr, it: &'a InExpr) -> Ty {
        let operand = self.value(&it.operand);
        let element = match &it.among.kind {
            ExprKind::Group(items) => self.common(items),
            _ => {
                let among = self.value(&it.among);
                if is_single(&among) {
                    let message = format!("IN takes a collection, and this is {among}");
                    let help = format!("`[{}]` is a list of it", self.excerpt(&it.among));
                    self.mismatch(it.among.span, message, Some(help));
                }
                among.element().map_or(Ty::Unknown, Ty::value)
            }
        };
        if !comparable(&operand, &element) {
            let message = format!("{operand} cannot be in a collection of {element}");
            let help = remedy(&element, &operand, self.excerpt(&it.operand));
            self.mismatch(expr.span, message, help);
        }
        self.type_names(&it.operand, &it.among);
        Ty::Bool
    }

    fn like(&mut self, it: &'a LikeExpr) -> Ty {
        for operand in [&it.operand, &it.pattern].into_iter().chain(&it.escape) {
            let ty = self.value(operand);
            if !fits(&Ty::String, &ty) {
                let help = remedy(&Ty::String, &ty, self.excerpt(operand));
                let message = format!("LIKE compares STRINGs, and this is {ty}");
                self.mismatch(operand.span, message, help);
            }
        }
        Ty::Bool
    }
}

/// Returns the type of a value in a query's text.
pub(super) fn constant_type(constant: &Constant) -> Ty {
    match constant {
        Constant::Int(_) => Ty::Int,
        Constant::Real(_) => Ty::Double,
        Constant::String(_) => Ty::String,
        Constant::Bool(_) => Ty::Bool,
        Constant::DateTime(_) => Ty::DateTime,
    }
}
