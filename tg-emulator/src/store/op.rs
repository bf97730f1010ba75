//! The operators that combine a stored value with a new one.

use super::types::ValueType;
use super::value::{Value, last_of_each_key, unique};

/// An operator of an upsert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Overwrite,
    IgnoreIfExists,
    Add,
    /// Adds the values of equal keys, like the reducer `add` for a MAP.
    AddEach,
    And,
    Or,
    Max,
    Min,
}

impl Op {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "ignore_if_exists" | "~" => Self::IgnoreIfExists,
            "add" | "+" => Self::Add,
            "and" | "&" => Self::And,
            "or" | "|" => Self::Or,
            "max" | ">" => Self::Max,
            "min" | "<" => Self::Min,
            _ => return None,
        })
    }

    /// Returns `true` if the operator is defined for a type. The rules are those of the reducers
    /// with the same names.
    pub(crate) fn fits(self, ty: &ValueType) -> bool {
        use ValueType::{Bool, DateTime, Double, Float, Int, List, Map, Set, Text, Uint};
        match self {
            Self::Overwrite | Self::IgnoreIfExists => true,
            Self::Add => {
                matches!(
                    ty,
                    Int(_) | Uint(_) | Float | Double | Text(_) | List(_) | Set(_) | Map(..)
                )
            }
            Self::AddEach => matches!(ty, Map(..)),
            Self::And | Self::Or => matches!(ty, Bool | Int(_) | Uint(_)),
            Self::Max | Self::Min => matches!(ty, Int(_) | Uint(_) | Float | Double | DateTime),
        }
    }

    /// Combines the stored value with the new one. Sums wrap around, as in the server.
    pub(super) fn apply(self, ty: &ValueType, stored: &mut Value, new: Value) {
        match self {
            Self::Overwrite => *stored = new,
            Self::IgnoreIfExists => {}
            Self::Max if new > *stored => *stored = new,
            Self::Min if new < *stored => *stored = new,
            Self::Max | Self::Min => {}
            Self::And => combine_bits(stored, &new, |a, b| a & b),
            Self::Or => combine_bits(stored, &new, |a, b| a | b),
            Self::Add => add(ty, stored, new),
            Self::AddEach => add_each(ty, stored, new),
        }
    }
}

/// Adds the values of equal keys. Values of a type that cannot be added are replaced.
fn add_each(ty: &ValueType, stored: &mut Value, new: Value) {
    let (ValueType::Map(_, value_type), Value::Map(known), Value::Map(new)) = (ty, stored, new)
    else {
        return;
    };
    let mut entries = std::mem::take(known).into_vec();
    for (key, value) in new {
        match entries.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sum)) if Op::Add.fits(value_type) => add(value_type, sum, value),
            Some((_, last)) => *last = value,
            None => entries.push((key, value)),
        }
    }
    *known = entries.into();
}

fn combine_bits(stored: &mut Value, new: &Value, combine: fn(u64, u64) -> u64) {
    match (stored, new) {
        (Value::Bool(a), Value::Bool(b)) => *a = combine(u64::from(*a), u64::from(*b)) != 0,
        (Value::Int(a), Value::Int(b)) => {
            *a = combine(a.cast_unsigned(), b.cast_unsigned()).cast_signed();
        }
        (Value::Uint(a), Value::Uint(b)) => *a = combine(*a, *b),
        _ => {}
    }
}

fn add(ty: &ValueType, stored: &mut Value, new: Value) {
    match (stored, new) {
        (Value::Int(a), Value::Int(b)) => *a = a.wrapping_add(b),
        (Value::Uint(a), Value::Uint(b)) => *a = a.wrapping_add(b),
        (Value::Float(a), Value::Float(b)) => *a += b,
        (Value::Double(a), Value::Double(b)) => *a += b,
        (Value::Text(a), Value::Text(b)) => *a = format!("{a}{b}").into(),
        (Value::List(a), Value::List(b)) => {
            let both: Vec<Value> = std::mem::take(a).into_iter().chain(b).collect();
            *a = if matches!(ty, ValueType::Set(_)) { unique(both) } else { both.into() };
        }
        (Value::Map(a), Value::Map(b)) => {
            *a = last_of_each_key(std::mem::take(a).into_iter().chain(b));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(op: Op, ty: &ValueType, stored: Value, new: Value, expected: &Value) {
        assert!(op.fits(ty));
        let mut result = stored;
        op.apply(ty, &mut result, new);
        assert_eq!(&result, expected);
    }

    #[test]
    fn operators_combine_values() {
        let int = ValueType::Int(8);
        check(Op::Add, &int, Value::Int(2), Value::Int(3), &Value::Int(5));
        check(Op::Add, &int, Value::Int(i64::MAX), Value::Int(1), &Value::Int(i64::MIN));
        check(Op::Max, &int, Value::Int(2), Value::Int(3), &Value::Int(3));
        check(Op::Min, &int, Value::Int(2), Value::Int(3), &Value::Int(2));
        check(Op::And, &int, Value::Int(-1), Value::Int(6), &Value::Int(6));
        check(Op::IgnoreIfExists, &int, Value::Int(2), Value::Int(3), &Value::Int(2));
        check(Op::Or, &ValueType::Bool, Value::Bool(false), Value::Bool(true), &Value::Bool(true));
        let text = ValueType::Text(None);
        check(Op::Add, &text, Value::text("a"), Value::text("b"), &Value::text("ab"));
    }

    #[test]
    fn add_unites_sets_and_appends_to_lists() {
        let list = |values: &[i64]| Value::List(values.iter().map(|v| Value::Int(*v)).collect());
        let element = Box::new(ValueType::Int(8));
        let set = ValueType::Set(element.clone());
        check(Op::Add, &set, list(&[1, 2]), list(&[2, 3]), &list(&[1, 2, 3]));
        check(Op::Add, &ValueType::List(element), list(&[1]), list(&[1]), &list(&[1, 1]));
    }

    #[test]
    fn undefined_operators_are_rejected() {
        assert!(!Op::Add.fits(&ValueType::Bool));
        assert!(!Op::Max.fits(&ValueType::Text(None)));
        assert!(!Op::And.fits(&ValueType::Double));
        assert_eq!(Op::parse("-"), None);
    }
}
