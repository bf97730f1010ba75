//! Conditions of `WHERE` and of line filters.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::expr::{Expr, Record};
use super::value::{decimal, integer};

/// A condition or one of its operands, with names resolved.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    /// The text of a column or of a token function.
    Value(Expr),
    /// `to_int(text)`
    ToInt(Box<Condition>),
    /// `to_float(text)`
    ToFloat(Box<Condition>),
    Int(i64),
    Float(f64),
    Bool(bool),
    Not(Box<Condition>),
    Negative(Box<Condition>),
    /// Operators of the same precedence, from left to right.
    Chain(Box<Condition>, Vec<(&'static str, Condition)>),
    Is {
        operand: Box<Condition>,
        negated: bool,
        numeric: bool,
    },
    In {
        operand: Box<Condition>,
        negated: bool,
        among: Vec<Condition>,
    },
    Between {
        operand: Box<Condition>,
        negated: bool,
        bounds: Box<(Condition, Condition)>,
    },
}

/// The value of a condition or of an operand.
#[derive(Debug, Clone)]
enum Scalar<'r> {
    Text(Cow<'r, str>),
    Int(i64),
    Float(f64),
    Bool(bool),
}

impl Condition {
    /// Returns `true` if the condition is true. A condition that cannot be evaluated is false.
    pub(super) fn holds(&self, record: &Record<'_>) -> bool {
        self.scalar(record).is_some_and(|scalar| scalar.is_true())
    }

    fn scalar<'r>(&'r self, record: &Record<'r>) -> Option<Scalar<'r>> {
        Some(match self {
            Self::Value(expr) => Scalar::Text(expr.text(record).ok()?.unwrap_or(Cow::Borrowed(""))),
            Self::ToInt(operand) => match operand.scalar(record)? {
                Scalar::Text(text) => {
                    let text = text.trim();
                    Scalar::Int(integer(text).or_else(|| decimal(text).map(|it| it as i64))?)
                }
                Scalar::Float(number) => Scalar::Int(number as i64),
                Scalar::Bool(_) => return None,
                number @ Scalar::Int(_) => number,
            },
            Self::ToFloat(operand) => Scalar::Float(operand.scalar(record)?.number()?),
            Self::Int(number) => Scalar::Int(*number),
            Self::Float(number) => Scalar::Float(*number),
            Self::Bool(value) => Scalar::Bool(*value),
            Self::Not(operand) => Scalar::Bool(!operand.holds(record)),
            Self::Negative(operand) => match operand.scalar(record)? {
                Scalar::Int(number) => Scalar::Int(number.wrapping_neg()),
                other => Scalar::Float(-other.number()?),
            },
            Self::Chain(first, rest) => return chain(first, rest, record),
            Self::Is { operand, negated, numeric } => {
                let matches = match operand.scalar(record)? {
                    Scalar::Text(text) if *numeric => decimal(&text).is_some(),
                    Scalar::Text(text) => text.is_empty(),
                    Scalar::Bool(_) => false,
                    Scalar::Int(_) | Scalar::Float(_) => *numeric,
                };
                Scalar::Bool(matches != *negated)
            }
            Self::In { operand, negated, among } => {
                let operand = operand.scalar(record)?;
                let found = among.iter().any(|item| {
                    item.scalar(record)
                        .is_some_and(|it| operand.compare(&it) == Some(Ordering::Equal))
                });
                Scalar::Bool(found != *negated)
            }
            Self::Between { operand, negated, bounds } => {
                let operand = operand.scalar(record)?;
                let min = operand.compare(&bounds.0.scalar(record)?)?;
                let max = operand.compare(&bounds.1.scalar(record)?)?;
                Scalar::Bool((min.is_ge() && max.is_le()) != *negated)
            }
        })
    }
}

fn chain<'r>(
    first: &'r Condition,
    rest: &'r [(&'static str, Condition)],
    record: &Record<'r>,
) -> Option<Scalar<'r>> {
    match rest.first()?.0 {
        "OR" => {
            let mut all = std::iter::once(first).chain(rest.iter().map(|(_, operand)| operand));
            return Some(Scalar::Bool(all.any(|operand| operand.holds(record))));
        }
        "AND" => {
            let mut all = std::iter::once(first).chain(rest.iter().map(|(_, operand)| operand));
            return Some(Scalar::Bool(all.all(|operand| operand.holds(record))));
        }
        _ => {}
    }
    let mut left = first.scalar(record)?;
    for (operator, operand) in rest {
        left = left.combine(operator, &operand.scalar(record)?)?;
    }
    Some(left)
}

impl<'r> Scalar<'r> {
    fn is_true(&self) -> bool {
        match self {
            Self::Bool(value) => *value,
            Self::Text(text) => text.eq_ignore_ascii_case("true"),
            Self::Int(number) => *number != 0,
            Self::Float(number) => *number != 0.0,
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Text(text) => decimal(text.trim()),
            Self::Bool(_) => None,
        }
    }

    /// Compares two values: two texts as texts, a text and a number as numbers.
    fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(b)),
            (Self::Int(a), Self::Text(b)) if integer(b).is_some() => Some(a.cmp(&integer(b)?)),
            (Self::Text(a), Self::Int(b)) if integer(a).is_some() => Some(integer(a)?.cmp(b)),
            (Self::Bool(a), Self::Bool(b)) => Some(a.cmp(b)),
            (Self::Bool(_), _) | (_, Self::Bool(_)) => Some(self.is_true().cmp(&other.is_true())),
            _ => self.number()?.partial_cmp(&other.number()?),
        }
    }

    fn combine(self, operator: &str, other: &Self) -> Option<Self> {
        let test = |accepts: fn(Ordering) -> bool, a: &Self| {
            a.compare(other).map(|order| Self::Bool(accepts(order)))
        };
        match operator {
            "==" | "=" => return test(Ordering::is_eq, &self),
            "!=" | "<>" => return test(Ordering::is_ne, &self),
            "<" => return test(Ordering::is_lt, &self),
            ">" => return test(Ordering::is_gt, &self),
            "<=" => return test(Ordering::is_le, &self),
            ">=" => return test(Ordering::is_ge, &self),
            _ => {}
        }
        if let (Some(a), Some(b)) = (self.integer(), other.integer()) {
            return Some(Self::Int(match operator {
                "+" => a.wrapping_add(b),
                "-" => a.wrapping_sub(b),
                "*" => a.wrapping_mul(b),
                "/" => a.checked_div(b)?,
                "%" => a.checked_rem(b)?,
                "^" => a.wrapping_pow(u32::try_from(b).ok()?),
                _ => return None,
            }));
        }
        let (a, b) = (self.number()?, other.number()?);
        Some(Self::Float(match operator {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" if b != 0.0 => a / b,
            "%" if b != 0.0 => a % b,
            "^" => a.powf(b),
            _ => return None,
        }))
    }

    fn integer(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Text(text) => integer(text),
            _ => None,
        }
    }
}
