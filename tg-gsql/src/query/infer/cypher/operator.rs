//! Operators.

use super::{Reader, either, nullable, unless_null};
use crate::query::infer::Ty;
use crate::query::infer::compare::comparable;
use crate::syntax::Span;
use crate::syntax::ast::cypher::{Expr, Op};

impl<'a> Reader<'_, 'a> {
    pub(super) fn chain(&mut self, first: &'a Expr, rest: &'a [(Op, Expr)]) -> Ty {
        let op = rest.first().map(|(op, _)| *op);
        if let Some(Op::And | Op::Or | Op::Xor) = op {
            let mut ty = self.condition(first);
            for (_, operand) in rest {
                let other = self.condition(operand);
                ty = unless_null(Ty::Bool, &[&ty, &other]);
            }
            return ty;
        }
        let is_comparison = op.is_some_and(Op::is_comparison);
        let (mut left, mut result) = (self.expr(first), Ty::Bool);
        let mut before = first.span;
        for (op, operand) in rest {
            let right = self.expr(operand);
            if is_comparison {
                self.compared(&left, &right, before.to(operand.span));
                if !is_certain(*op, &left, &right) {
                    result = nullable(Ty::Bool);
                }
                left = right;
            } else {
                left = self.operator(*op, &left, &right, (before, operand.span));
            }
            before = operand.span;
        }
        if is_comparison { result } else { left }
    }

    /// Reports values that are never equal and have no order.
    pub(super) fn compared(&mut self, one: &Ty, other: &Ty, span: Span) {
        let (one, other) = (one.clone().value(), other.clone().value());
        let is_time = |a: &Ty, b: &Ty| *a == Ty::DateTime && *b == Ty::String;
        if !comparable(&one, &other) && !is_time(&one, &other) && !is_time(&other, &one) {
            let message = format!("{one} and {other} cannot be compared");
            self.inference.mismatch(span, message, None);
        }
    }

    fn operator(&mut self, op: Op, one: &Ty, other: &Ty, (left, right): (Span, Span)) -> Ty {
        let (a, b) = (one.clone().value(), other.clone().value());
        let ty = match op {
            Op::In => {
                let element = self.elements(other.clone(), right);
                self.compared(one, &element, left.to(right));
                return match has_null(one) || has_null(other) {
                    true => nullable(Ty::Bool),
                    false => Ty::Bool,
                };
            }
            Op::StartsWith | Op::EndsWith | Op::Contains => {
                for (ty, span) in [(&a, left), (&b, right)] {
                    if !matches!(ty, Ty::String | Ty::Unknown) {
                        let message = format!("`{}` takes texts, and this is {ty}", op.sign());
                        self.mismatch(span, message, &Ty::String, ty);
                    }
                }
                match (&a, &b) {
                    (Ty::String, Ty::String) => Ty::Bool,
                    _ => nullable(Ty::Bool),
                }
            }
            Op::Add => match (a, b) {
                (Ty::List(a), Ty::List(b)) => Ty::list(either(*a, *b)),
                (Ty::List(element), b) if !b.is_unknown() => Ty::list(either(*element, b)),
                (a, Ty::List(element)) if !a.is_unknown() => Ty::list(either(a, *element)),
                (Ty::String, b) if b == Ty::String || b.is_number() => Ty::String,
                (a, Ty::String) if a.is_number() => Ty::String,
                (a, b) if a.is_number() && b.is_number() => a.common(b),
                (Ty::String, b @ (Ty::Bool | Ty::DateTime)) => {
                    let message = format!("STRING and {b} cannot be joined");
                    self.mismatch(right, message, &Ty::String, &b);
                    Ty::Unknown
                }
                (a, b) => {
                    if !matches!(a, Ty::String) && !matches!(b, Ty::String) {
                        self.arithmetic("+", &a, left);
                        self.arithmetic("+", &b, right);
                    }
                    Ty::Unknown
                }
            },
            _ => {
                self.arithmetic(op.sign(), &a, left);
                self.arithmetic(op.sign(), &b, right);
                let is_whole = |ty: &Ty| matches!(ty, Ty::Int | Ty::Uint);
                match op {
                    Op::Power => Ty::Double,
                    _ if !a.is_number() || !b.is_number() => Ty::Unknown,
                    Op::Remainder if !is_whole(&a) || !is_whole(&b) => Ty::Double,
                    // A difference can be negative.
                    Op::Subtract if a == Ty::Uint || b == Ty::Uint => match (&a, &b) {
                        (Ty::Float | Ty::Double, _) | (_, Ty::Float | Ty::Double) => a.common(b),
                        _ => Ty::Unknown,
                    },
                    _ => a.common(b),
                }
            }
        };
        unless_null(ty, &[one, other])
    }
}

/// Returns `true` if a comparison is never null.
fn is_certain(op: Op, one: &Ty, other: &Ty) -> bool {
    if has_null(one) || has_null(other) {
        return false;
    }
    let is_time = |a: &Ty, b: &Ty| *a == Ty::DateTime && *b == Ty::String;
    if is_time(one, other) || is_time(other, one) {
        return false;
    }
    let has_order = (one.is_number() && other.is_number())
        || (one == other && matches!(one, Ty::String | Ty::Bool | Ty::DateTime));
    has_order || matches!(op, Op::Equal | Op::NotEqual)
}

/// Returns `true` if a value or one of its parts may be null.
fn has_null(ty: &Ty) -> bool {
    match ty {
        Ty::Unknown | Ty::Optional(_) => true,
        Ty::Tuple(tuple) => tuple.fields.iter().any(|(_, ty)| has_null(ty)),
        Ty::Map(types) => has_null(&types.1),
        ty => ty.element().is_some_and(|element| has_null(&element)),
    }
}
