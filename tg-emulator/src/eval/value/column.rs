//! The values of an expression at many vertices.

use std::borrow::Cow;

use tg_gsql::syntax::ast::query::Op;

use super::Plain;

/// The values of an expression at some vertices, in their order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Column {
    /// The same value at all of them.
    One(Plain),
    Bools(Vec<bool>),
    Ints(Vec<i64>),
    Doubles(Vec<f64>),
}

impl Column {
    /// Returns `None` if the values are not all of one type, or are vertices.
    pub(crate) fn of(values: &[Plain]) -> Option<Self> {
        let mut all = values.iter();
        match values.first()? {
            Plain::Bool(_) => {
                let bools = all.map(|it| if let Plain::Bool(it) = it { Some(*it) } else { None });
                bools.collect::<Option<_>>().map(Self::Bools)
            }
            Plain::Int(_) => {
                let ints = all.map(|it| if let Plain::Int(it) = it { Some(*it) } else { None });
                ints.collect::<Option<_>>().map(Self::Ints)
            }
            Plain::Double(_) => {
                let reals = all.map(|it| if let Plain::Double(it) = it { Some(*it) } else { None });
                reals.collect::<Option<_>>().map(Self::Doubles)
            }
            first @ Plain::Vertex(_) => all.all(|it| it == first).then_some(Self::One(*first)),
        }
    }

    /// Returns the value at a position.
    #[inline]
    pub(crate) fn get(&self, at: usize) -> Plain {
        match self {
            Self::One(value) => *value,
            Self::Bools(values) => Plain::Bool(values[at]),
            Self::Ints(values) => Plain::Int(values[at]),
            Self::Doubles(values) => Plain::Double(values[at]),
        }
    }

    /// Computes the most frequent operations on two columns of a length. Returns `None` for
    /// others, and if one of the operations fails.
    pub(crate) fn apply(op: Op, a: &Self, b: &Self, len: usize) -> Option<Self> {
        if let (Some(a), Some(b)) = (a.ints(len), b.ints(len)) {
            let compute: fn(i64, i64) -> Option<i64> = match op {
                Op::Add => i64::checked_add,
                Op::Subtract => i64::checked_sub,
                Op::Multiply => i64::checked_mul,
                Op::Divide => i64::checked_div,
                Op::Remainder => i64::checked_rem,
                Op::BitAnd => |a, b| Some(a & b),
                Op::BitOr => |a, b| Some(a | b),
                op => return compared(op, &a, &b),
            };
            let values = a.iter().zip(&*b).map(|(a, b)| compute(*a, *b));
            return values.collect::<Option<_>>().map(Self::Ints);
        }
        let (a, b) = (a.doubles(len)?, b.doubles(len)?);
        let pairs = a.iter().zip(&*b);
        Some(Self::Doubles(match op {
            Op::Add => pairs.map(|(a, b)| a + b).collect(),
            Op::Subtract => pairs.map(|(a, b)| a - b).collect(),
            Op::Multiply => pairs.map(|(a, b)| a * b).collect(),
            Op::Divide if !b.contains(&0.0) => pairs.map(|(a, b)| a / b).collect(),
            op => return compared(op, &a, &b),
        }))
    }

    fn ints(&self, len: usize) -> Option<Cow<'_, [i64]>> {
        match self {
            Self::Ints(values) => Some(Cow::Borrowed(values)),
            Self::One(Plain::Int(value)) => Some(Cow::Owned(vec![*value; len])),
            _ => None,
        }
    }

    fn doubles(&self, len: usize) -> Option<Cow<'_, [f64]>> {
        match self {
            Self::Doubles(values) => Some(Cow::Borrowed(values)),
            Self::Ints(values) => Some(values.iter().map(|value| *value as f64).collect()),
            Self::One(Plain::Double(value)) => Some(Cow::Owned(vec![*value; len])),
            Self::One(Plain::Int(value)) => Some(Cow::Owned(vec![*value as f64; len])),
            _ => None,
        }
    }
}

/// Compares the values of two columns. Returns `None` for other operations.
fn compared<T: PartialOrd>(op: Op, a: &[T], b: &[T]) -> Option<Column> {
    let pairs = a.iter().zip(b);
    Some(Column::Bools(match op {
        Op::Equal => pairs.map(|(a, b)| a == b).collect(),
        Op::NotEqual => pairs.map(|(a, b)| a != b).collect(),
        Op::Less => pairs.map(|(a, b)| a < b).collect(),
        Op::LessOrEqual => pairs.map(|(a, b)| a <= b).collect(),
        Op::Greater => pairs.map(|(a, b)| a > b).collect(),
        Op::GreaterOrEqual => pairs.map(|(a, b)| a >= b).collect(),
        _ => return None,
    }))
}
