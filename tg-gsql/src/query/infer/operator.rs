//! Operators.

use super::Inference;
use super::compare::{comparable, fits, is_not_arithmetic, is_single, remedy};
use super::ty::{Accum, Ty};
use crate::finding::{Finding, Rule};
use crate::suggest;
use crate::syntax::ast::query::{Constant, Expr, ExprKind, Op};
use crate::syntax::{Name, Span, Spanned};

impl<'a> Inference<'a> {
    pub(super) fn chain(&mut self, first: &'a Expr, rest: &'a [(Op, Expr)]) -> Ty {
        if let Some((Op::And | Op::Or, _)) = rest.first() {
            self.condition(first);
            rest.iter().for_each(|(_, operand)| self.condition(operand));
            return Ty::Bool;
        }
        let mut ty = self.expr(first);
        for (op, operand) in rest {
            let other = self.expr(operand);
            let span = first.span.to(operand.span);
            let (one, two) = (ty.clone().value(), other.clone().value());
            match op {
                Op::Or | Op::And => {}
                Op::Equal
                | Op::NotEqual
                | Op::Less
                | Op::LessOrEqual
                | Op::Greater
                | Op::GreaterOrEqual => {
                    self.compared(&one, &two, span, first, operand);
                    self.type_names(first, operand);
                    self.type_names(operand, first);
                }
                Op::Union | Op::Intersect | Op::Minus => {
                    for (ty, expr) in [(&one, first), (&two, operand)] {
                        // `(x)` is a set of one element here.
                        let is_set = matches!(expr.kind, ExprKind::Group(_));
                        if is_single(ty) && !is_set && !matches!(ty, Ty::Vertex(_)) {
                            let message = format!("{} joins sets, and this is {ty}", word(*op));
                            self.mismatch(expr.span, message, None);
                        }
                    }
                }
                Op::Add if one == Ty::String || two == Ty::String => {
                    for (ty, expr) in [(&one, first), (&two, operand)] {
                        if !fits(&Ty::String, ty) {
                            let help = remedy(&Ty::String, ty, self.excerpt(expr));
                            let message = format!("STRING and {ty} cannot be joined");
                            self.mismatch(expr.span, message, help);
                        }
                    }
                }
                _ if matches!((&one, &two), (Ty::Vertices(_), Ty::Vertices(_))) => {
                    let message = format!("`{}` takes numbers, and these are sets", word(*op));
                    let help = match op {
                        Op::Add => Some("write `UNION`".to_owned()),
                        Op::Subtract => Some("write `MINUS`".to_owned()),
                        _ => None,
                    };
                    self.mismatch(span, message, help);
                }
                _ => {
                    self.arithmetic(word(*op), &one, first.span);
                    self.arithmetic(word(*op), &two, operand.span);
                }
            }
            ty = binary(*op, ty, other);
        }
        ty
    }

    /// Checks an operand of an operator between numbers.
    pub(super) fn arithmetic(&mut self, op: &str, ty: &Ty, span: Span) {
        if is_not_arithmetic(ty) {
            let text = span.of(self.text);
            let help = remedy(&Ty::Int, ty, text);
            self.mismatch(span, format!("`{op}` takes numbers, and this is {ty}"), help);
        }
    }

    /// Checks two values that are compared.
    pub(super) fn compared(
        &mut self,
        one: &Ty,
        other: &Ty,
        span: Span,
        left: &'a Expr,
        right: &'a Expr,
    ) {
        if comparable(one, other) {
            return;
        }
        let is_constant = |expr: &Expr| matches!(expr.kind, ExprKind::Constant(_));
        // The constant is the value that is easily changed.
        let help = match (one, other, &left.kind, &right.kind) {
            (Ty::String, Ty::Int | Ty::Double, _, ExprKind::Constant(_)) => {
                Some(format!("write `\"{}\"`", self.excerpt(right)))
            }
            (Ty::Int | Ty::Double, Ty::String, ExprKind::Constant(_), _) => {
                Some(format!("write `\"{}\"`", self.excerpt(left)))
            }
            _ if is_constant(left) => remedy(other, one, self.excerpt(left)),
            _ => remedy(one, other, self.excerpt(right))
                .or_else(|| remedy(other, one, self.excerpt(left))),
        };
        self.mismatch(span, format!("{one} and {other} cannot be compared"), help);
    }

    /// Checks the names of types that `x.type` is compared with.
    pub(super) fn type_names(&mut self, operand: &'a Expr, names: &'a Expr) {
        let ExprKind::Member(of, member) = &operand.kind else { return };
        if !member.value.eq_ignore_ascii_case("type") || !self.names.has_schema {
            return;
        }
        let ExprKind::Name(alias) = &of.kind else { return };
        let is_edge = match self.named(alias) {
            Ty::Vertex(_) => false,
            Ty::Edge(_) => true,
            _ => return,
        };
        let list = match &names.kind {
            ExprKind::Group(items) | ExprKind::List(items) => &items[..],
            _ => std::slice::from_ref(names),
        };
        for name in list {
            if let ExprKind::Constant(Constant::String(value)) = &name.kind {
                self.type_name(&Spanned { value: value.clone(), span: name.span }, is_edge);
            }
        }
    }

    /// Checks a text that names a type of the graph.
    pub(super) fn type_name(&mut self, name: &Name, is_edge: bool) {
        let known = match is_edge {
            true => self.names.is_edge_type(&name.value),
            false => self.names.is_vertex_type(&name.value),
        };
        if known || !self.names.has_schema {
            return;
        }
        let (catalog, graph) = (self.names.catalog, self.names.graph);
        let kind = if is_edge { "edge" } else { "vertex" };
        let near = match is_edge {
            true => suggest::nearest(
                &name.value,
                catalog
                    .edges_of(graph)
                    .flat_map(|it| std::iter::once(it.name.as_str()).chain(it.reverse.as_deref())),
            ),
            false => {
                suggest::nearest(&name.value, catalog.vertices_of(graph).map(|it| it.name.as_str()))
            }
        };
        self.report(Finding {
            rule: Rule::UnknownType,
            span: name.span,
            message: format!("the {kind} type `{}` does not exist", name.value),
            help: near.map(|near| format!("did you mean `{near}`?")),
        });
    }
}

fn word(op: Op) -> &'static str {
    match op {
        Op::Or => "OR",
        Op::And => "AND",
        Op::Equal => "==",
        Op::NotEqual => "!=",
        Op::Less => "<",
        Op::LessOrEqual => "<=",
        Op::Greater => ">",
        Op::GreaterOrEqual => ">=",
        Op::Union => "UNION",
        Op::Intersect => "INTERSECT",
        Op::Minus => "MINUS",
        Op::BitOr => "|",
        Op::BitAnd => "&",
        Op::ShiftLeft => "<<",
        Op::ShiftRight => ">>",
        Op::Add => "+",
        Op::Subtract => "-",
        Op::Multiply => "*",
        Op::Divide => "/",
        Op::Remainder => "%",
    }
}

/// Returns the type of an operator's result.
fn binary(op: Op, one: Ty, other: Ty) -> Ty {
    match op {
        Op::Or
        | Op::And
        | Op::Equal
        | Op::NotEqual
        | Op::Less
        | Op::LessOrEqual
        | Op::Greater
        | Op::GreaterOrEqual => Ty::Bool,
        Op::Union | Op::Intersect | Op::Minus => match (one.value(), other.value()) {
            (Ty::Vertices(a), Ty::Vertices(b)) if op == Op::Union => {
                Ty::Vertices(a).common(Ty::Vertices(b))
            }
            (Ty::Vertices(types), _) if op != Op::Union => Ty::Vertices(types),
            (one, other) if one == other => one,
            _ => Ty::Unknown,
        },
        Op::BitOr | Op::BitAnd | Op::ShiftLeft | Op::ShiftRight => {
            match (one.value(), other.value()) {
                (Ty::Int, Ty::Int) => Ty::Int,
                (Ty::Uint, Ty::Uint | Ty::Int) => Ty::Uint,
                _ => Ty::Unknown,
            }
        }
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Remainder => {
            match (one.value(), other.value()) {
                (Ty::String, _) | (_, Ty::String) if op == Op::Add => Ty::String,
                (a, b) if a.is_number() && b.is_number() => a.common(b),
                (Ty::Accum(a), Ty::Accum(b)) if a == b && is_added(op, &a) => Ty::Accum(a),
                _ => Ty::Unknown,
            }
        }
    }
}

/// Returns `true` if the operator gives an accumulator's value of the same type.
fn is_added(op: Op, accum: &Accum) -> bool {
    match accum {
        Accum::List(_) => matches!(op, Op::Add | Op::Multiply),
        Accum::Bag(_) | Accum::Map(..) | Accum::Array(..) => op == Op::Add,
        _ => false,
    }
}
