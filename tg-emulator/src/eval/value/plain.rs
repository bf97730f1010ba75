//! Values without memory of their own.

use tg_gsql::syntax::ast::query::Op;

use super::Value;
use crate::store::VertexRef;

/// A value without memory of its own, which most expressions in loops have: it is copied and
/// dropped at no cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Plain {
    Bool(bool),
    Int(i64),
    Double(f64),
    Vertex(VertexRef),
}

impl Plain {
    /// Returns `None` for other values, and for the initial value of vertex variables.
    #[inline]
    pub(crate) fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value),
            Value::Double(value) => Self::Double(*value),
            Value::Vertex(Some(at)) => Self::Vertex(*at),
            _ => return None,
        })
    }

    /// Computes the most frequent operations. Returns `None` for others, and for those that fail.
    #[inline]
    pub(crate) fn apply(op: Op, a: Self, b: Self) -> Option<Self> {
        match (a, b) {
            (Self::Double(a), Self::Double(b)) => doubles(op, a, b),
            (Self::Double(a), Self::Int(b)) => doubles(op, a, b as f64),
            (Self::Int(a), Self::Double(b)) => doubles(op, a as f64, b),
            (Self::Int(a), Self::Int(b)) => ints(op, a, b),
            (Self::Vertex(a), Self::Vertex(b)) => compared(op, &a, &b).map(Self::Bool),
            _ => None,
        }
    }
}

impl From<Plain> for Value {
    #[inline]
    fn from(value: Plain) -> Self {
        match value {
            Plain::Bool(value) => Self::Bool(value),
            Plain::Int(value) => Self::Int(value),
            Plain::Double(value) => Self::Double(value),
            Plain::Vertex(at) => Self::Vertex(Some(at)),
        }
    }
}

#[inline]
fn doubles(op: Op, a: f64, b: f64) -> Option<Plain> {
    Some(match op {
        Op::Add => Plain::Double(a + b),
        Op::Subtract => Plain::Double(a - b),
        Op::Multiply => Plain::Double(a * b),
        Op::Divide if b != 0.0 => Plain::Double(a / b),
        op => Plain::Bool(compared(op, &a, &b)?),
    })
}

#[inline]
fn ints(op: Op, a: i64, b: i64) -> Option<Plain> {
    Some(match op {
        Op::Add => Plain::Int(a.checked_add(b)?),
        Op::Subtract => Plain::Int(a.checked_sub(b)?),
        Op::Multiply => Plain::Int(a.checked_mul(b)?),
        Op::Divide => Plain::Int(a.checked_div(b)?),
        Op::Remainder => Plain::Int(a.checked_rem(b)?),
        Op::BitAnd => Plain::Int(a & b),
        Op::BitOr => Plain::Int(a | b),
        Op::ShiftLeft => Plain::Int(a << (b & 63)),
        Op::ShiftRight => Plain::Int(a >> (b & 63)),
        op => Plain::Bool(compared(op, &a, &b)?),
    })
}

#[inline]
fn compared<T: PartialOrd>(op: Op, a: &T, b: &T) -> Option<bool> {
    Some(match op {
        Op::Equal => a == b,
        Op::NotEqual => a != b,
        Op::Less => a < b,
        Op::LessOrEqual => a <= b,
        Op::Greater => a > b,
        Op::GreaterOrEqual => a >= b,
        _ => return None,
    })
}
