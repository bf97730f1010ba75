//! Evaluation of expressions.

use std::sync::Arc;

use tg_gsql::syntax::ast::query::{Case, Constant, Expr, ExprKind, InExpr, LikeExpr, Op};
use tg_gsql::syntax::{Name, Span};

use super::accum::Accum;
use super::bind::BindError;
use super::machine::Machine;
use super::stop::{Stop, semantic, unsupported};
use super::value::EdgeValue;
use super::{Failure, Value, function, operator};
use crate::store::{EdgeView, VertexRef, datetime};

impl Machine<'_> {
    pub(super) fn eval(&self, expr: &Expr) -> Result<Value, Stop> {
        let value = self.eval_unchecked(expr)?;
        match value.heap_bytes() {
            0 => {}
            bytes => self.budget.fits(bytes)?,
        }
        Ok(value)
    }

    fn eval_unchecked(&self, expr: &Expr) -> Result<Value, Stop> {
        match &expr.kind {
            ExprKind::Constant(constant) => self.constant(constant, expr.span),
            ExprKind::Name(name) => match self.lookup(name) {
                Some(Value::Null) => Err(Failure::from(BindError::Null(name.clone())).into()),
                Some(value) => Ok(value.clone()),
                None => {
                    let what = format!("the name '{name}' is not defined");
                    Err(semantic(self.text, expr.span, what))
                }
            },
            ExprKind::Global(name) => self.copy(self.global(name, expr.span)?),
            ExprKind::Accumulator(of, name) => {
                self.copy(self.local(self.vertex(of)?, name, false)?)
            }
            ExprKind::Previous(of) => match &of.kind {
                ExprKind::Accumulator(of, name) => {
                    self.copy(self.local(self.vertex(of)?, name, true)?)
                }
                _ => Err(unsupported(self.text, expr.span, "the previous value of this")),
            },
            ExprKind::Member(of, name) => self.member(&self.eval(of)?, name),
            ExprKind::Call { function, types, arguments } => {
                self.call(function, !types.is_empty(), arguments, expr.span)
            }
            ExprKind::Method { of, method, arguments } => self.method(of, method, arguments),
            ExprKind::Negative(of) => match self.eval(of)? {
                Value::Int(value) => value
                    .checked_neg()
                    .map(Value::Int)
                    .ok_or_else(|| Failure::runtime("the result of - is out of range.").into()),
                Value::Uint(value) => Ok(Value::Int((value as i64).wrapping_neg())),
                Value::Float(value) => Ok(Value::Float(-value)),
                Value::Double(value) => Ok(Value::Double(-value)),
                other => Err(self.type_mismatch(&other, "a number", of.span)),
            },
            ExprKind::Not(of) => Ok(Value::Bool(!self.eval_bool(of)?)),
            ExprKind::Chain(first, rest) => self.chain(first, rest),
            ExprKind::In(inside) => self.is_in(inside),
            ExprKind::Like(like) => self.like(like),
            ExprKind::Between { negated, operands } => {
                let [value, min, max] = &**operands;
                let value = self.eval(value)?;
                let at_least = self.apply(Op::GreaterOrEqual, &value, &self.eval(min)?)?;
                let at_most = self.apply(Op::LessOrEqual, &value, &self.eval(max)?)?;
                let between = [at_least, at_most].iter().all(|it| *it == Value::Bool(true));
                Ok(Value::Bool(between != *negated))
            }
            ExprKind::IsNull { negated, operand } => {
                Ok(Value::Bool(self.is_null(operand)? != *negated))
            }
            ExprKind::Group(members) => match members.as_slice() {
                [one] => self.eval(one),
                several => Ok(Value::Bag(self.eval_all(several)?)),
            },
            ExprKind::List(members) => Ok(Value::List(self.eval_all(members)?)),
            ExprKind::Entry { keys, values } => {
                Ok(Value::Entry(Box::new((self.eval_all(keys)?, self.eval_all(values)?))))
            }
            ExprKind::Case(case) => self.case(case, expr.span),
            ExprKind::Seeds(seeds) => Ok(Value::Vertices(Arc::new(self.seeds(seeds)?))),
            ExprKind::Index(of, at) => match (self.eval(of)?, self.eval(at)?) {
                (Value::List(values), Value::Int(at)) => {
                    let value = usize::try_from(at).ok().and_then(|at| values.get(at).cloned());
                    value.ok_or_else(|| Failure::runtime("an index is out of bounds.").into())
                }
                _ => Err(unsupported(self.text, expr.span, "an index of this")),
            },
            ExprKind::Aggregate(aggregate) => match aggregate.arguments.as_slice() {
                [of] => {
                    let mut values = self.eval(of)?;
                    if let (true, Some(elements)) = (aggregate.distinct, values.elements()) {
                        values = Value::Set(elements.into_iter().collect());
                    }
                    function::call(self.graphs, &aggregate.function.value, &[values])
                        .ok_or_else(|| unsupported(self.text, expr.span, "the aggregate"))?
                        .map_err(Stop::from)
                }
                _ => Err(unsupported(self.text, expr.span, "the aggregate")),
            },
            ExprKind::Interval { .. }
            | ExprKind::Trim(_)
            | ExprKind::Object(_)
            | ExprKind::Braces(_)
            | ExprKind::Local(_)
            | ExprKind::Column
            | ExprKind::Underscore => Err(unsupported(self.text, expr.span, "the expression")),
            _ => Err(unsupported(self.text, expr.span, "the expression")),
        }
    }

    /// Returns `true` if an expression is a parameter without a value. Nothing else can be NULL.
    pub(super) fn is_null(&self, expr: &Expr) -> Result<bool, Stop> {
        match &expr.kind {
            ExprKind::Name(name) if matches!(self.lookup(name), Some(Value::Null)) => Ok(true),
            _ => self.eval(expr).map(|_| false),
        }
    }

    /// Evaluates a list of expressions.
    pub(super) fn eval_all(&self, expressions: &[Expr]) -> Result<Vec<Value>, Stop> {
        let mut held = self.budget.hold();
        let values = expressions.iter().map(|expr| {
            let value = self.eval(expr)?;
            held.grow(value.bytes())?;
            Ok(value)
        });
        values.collect()
    }

    /// Returns a copy of the value of an accumulator.
    fn copy(&self, accum: &Accum) -> Result<Value, Stop> {
        self.budget.fits(accum.bytes())?;
        Ok(accum.value())
    }

    /// Evaluates a condition.
    pub(super) fn eval_bool(&self, expr: &Expr) -> Result<bool, Stop> {
        match self.eval(expr)? {
            Value::Bool(value) => Ok(value),
            other => Err(self.type_mismatch(&other, "BOOL", expr.span)),
        }
    }

    /// Evaluates an expression that must be an integer.
    pub(super) fn eval_int(&self, expr: &Expr) -> Result<i64, Stop> {
        match self.eval(expr)? {
            Value::Int(value) => Ok(value),
            Value::Uint(value) => i64::try_from(value)
                .map_err(|_| Failure::runtime("a number is out of range.").into()),
            other => Err(self.type_mismatch(&other, "INT", expr.span)),
        }
    }

    pub(super) fn type_mismatch(&self, value: &Value, expected: &str, span: Span) -> Stop {
        semantic(self.text, span, format!("expected {expected}, found {}", value.type_name()))
    }

    fn apply(&self, op: Op, a: &Value, b: &Value) -> Result<Value, Stop> {
        Ok(operator::apply(self.graphs, op, a, b)?)
    }

    fn constant(&self, constant: &Constant, span: Span) -> Result<Value, Stop> {
        Ok(match constant {
            Constant::Int(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => Value::Int(value),
                (_, Ok(value)) => Value::Uint(value),
                _ => return Err(semantic(self.text, span, "the number is out of range")),
            },
            Constant::Real(value) => Value::Double(*value),
            Constant::String(text) => Value::text(text),
            Constant::Bool(value) => Value::Bool(*value),
            Constant::DateTime(text) => {
                let at = datetime::parse_timestamp(text).ok_or_else(|| {
                    semantic(self.text, span, format!("'{text}' is not a valid DATETIME"))
                })?;
                Value::DateTime(at)
            }
        })
    }

    /// Evaluates operators of the same precedence from left to right. AND and OR stop at the first
    /// operand that decides the result.
    fn chain(&self, first: &Expr, rest: &[(Op, Expr)]) -> Result<Value, Stop> {
        if let Some((op @ (Op::And | Op::Or), _)) = rest.first() {
            let decisive = *op == Op::Or;
            let mut operands = std::iter::once(first).chain(rest.iter().map(|(_, expr)| expr));
            return loop {
                match operands.next() {
                    None => break Ok(Value::Bool(!decisive)),
                    Some(operand) if self.eval_bool(operand)? == decisive => {
                        break Ok(Value::Bool(decisive));
                    }
                    Some(_) => {}
                }
            };
        }
        let mut value = self.eval(first)?;
        let mut held = self.budget.hold();
        for (op, operand) in rest {
            held.set(value.heap_bytes())?;
            value = self.apply(*op, &value, &self.eval(operand)?)?;
        }
        Ok(value)
    }

    fn is_in(&self, inside: &InExpr) -> Result<Value, Stop> {
        let value = self.eval(&inside.operand)?;
        let among = self.eval(&inside.among)?;
        let found = match (&among, &value) {
            (Value::Set(values), value) => values.contains(value),
            (Value::Vertices(vertices), Value::Vertex(Some(at))) => vertices.contains(at),
            (Value::Map(entries), value) => entries.contains_key(value),
            (among, value) => match among.elements() {
                Some(elements) => elements
                    .iter()
                    .any(|element| operator::equal(self.graphs, element, value).unwrap_or(false)),
                // `x IN (y)`: a single member in parentheses is not a collection.
                None if matches!(inside.among.kind, ExprKind::Group(_)) => {
                    operator::equal(self.graphs, among, value).unwrap_or(false)
                }
                None => return Err(self.type_mismatch(among, "a collection", inside.among.span)),
            },
        };
        Ok(Value::Bool(found != inside.negated))
    }

    fn like(&self, like: &LikeExpr) -> Result<Value, Stop> {
        let text = |expr: &Expr| match self.eval(expr)? {
            Value::Text(text) => Ok(text),
            other => Err(self.type_mismatch(&other, "STRING", expr.span)),
        };
        let escape = like.escape.as_ref().map(text).transpose()?;
        let escape = escape.and_then(|escape| escape.chars().next());
        let pattern = text(&like.pattern)?;
        let matched = super::like::matches(&text(&like.operand)?, &pattern, escape);
        let matched = matched.ok_or_else(|| {
            semantic(self.text, like.pattern.span, format!("'{pattern}' is not a valid pattern"))
        })?;
        Ok(Value::Bool(matched != like.negated))
    }

    fn case(&self, case: &Case, span: Span) -> Result<Value, Stop> {
        let operand = case.operand.as_ref().map(|operand| self.eval(operand)).transpose()?;
        for (when, then) in &case.branches {
            let holds = match &operand {
                None => self.eval_bool(when)?,
                Some(operand) => {
                    self.apply(Op::Equal, operand, &self.eval(when)?)? == Value::Bool(true)
                }
            };
            if holds {
                return self.eval(then);
            }
        }
        match &case.otherwise {
            Some(otherwise) => self.eval(otherwise),
            None => Err(unsupported(self.text, span, "a CASE without an ELSE as a value")),
        }
    }

    pub(super) fn global(&self, name: &str, span: Span) -> Result<&Accum, Stop> {
        self.globals.get(name).ok_or_else(|| {
            semantic(self.text, span, format!("the accumulator @@{name} is not declared"))
        })
    }

    /// Returns a vertex accumulator at a vertex: its current value or, if `previous`, the one
    /// before ACCUM.
    pub(super) fn local(&self, at: VertexRef, name: &Name, previous: bool) -> Result<&Accum, Stop> {
        let undeclared = || {
            let message = format!("the accumulator @{} is not declared", name.value);
            semantic(self.text, name.span, message)
        };
        let all = self.previous.as_ref().filter(|_| previous).unwrap_or(&self.locals);
        Ok(all.get(&name.value).ok_or_else(undeclared)?.at(at))
    }

    /// Evaluates an expression that must be a vertex.
    pub(super) fn vertex(&self, expr: &Expr) -> Result<VertexRef, Stop> {
        match self.eval(expr)? {
            Value::Vertex(Some(at)) => Ok(at),
            Value::Vertex(None) => Err(Failure::runtime("a vertex is unknown.").into()),
            other => Err(self.type_mismatch(&other, "VERTEX", expr.span)),
        }
    }

    /// Returns the value of `of.name`.
    pub(super) fn member(&self, of: &Value, name: &Name) -> Result<Value, Stop> {
        let schema = self.graphs.schema();
        let missing = || Stop::Missing { attribute: name.value.clone(), span: name.span };
        match of {
            Value::Vertex(Some(at)) => {
                let shape = schema.vertex(at.ty);
                let Some(vertex) = self.graphs.vertex(*at) else {
                    return Err(Failure::runtime("a vertex is unknown.").into());
                };
                match shape.field(&name.value) {
                    Some(field) => {
                        Ok(Value::of_stored(&vertex.get(field), &shape.field_type(field)))
                    }
                    None if name.value == "type" => Ok(Value::text(&shape.name)),
                    None => Err(missing()),
                }
            }
            Value::Edge(Some(EdgeValue { at, reversed, .. })) => {
                let shape = schema.edge(at.ty);
                let Some(edge) = self.graphs.edge(*at) else {
                    return Err(Failure::runtime("an edge is unknown.").into());
                };
                match shape.column(&name.value) {
                    Some(column) => {
                        Ok(Value::of_stored(&edge.values[column], &shape.columns[column].ty))
                    }
                    None if name.value == "type" => {
                        let view = EdgeView { ty: at.ty, reversed: *reversed };
                        Ok(Value::text(schema.name_of(view)))
                    }
                    None => Err(missing()),
                }
            }
            Value::Tuple(fields) => {
                let field = fields.iter().find(|(known, _)| **known == *name.value);
                field.map(|(_, value)| value.clone()).ok_or_else(|| {
                    let what = format!("the tuple has no field {}", name.value);
                    semantic(self.text, name.span, what)
                })
            }
            Value::Vertex(None) => Err(Failure::runtime("a vertex is unknown.").into()),
            other => Err(semantic(
                self.text,
                name.span,
                format!("a {} has no attribute {}", other.type_name(), name.value),
            )),
        }
    }
}
