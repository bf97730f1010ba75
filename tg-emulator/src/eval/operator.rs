//! Binary operators.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use tg_gsql::syntax::ast::query::Op;

use super::value::{Plain, VertexSet, id_of};
use super::{Failure, Value};
use crate::store::Graphs;

/// Computes `a op b`, for all operators except AND and OR, which do not always evaluate `b`.
///
/// # Errors
///
/// Fails if the operator is not defined for the types, or if a divisor is zero.
pub(super) fn apply(graphs: &Graphs, op: Op, a: &Value, b: &Value) -> Result<Value, Failure> {
    if let (Some(a), Some(b)) = (Plain::of(a), Plain::of(b))
        && let Some(value) = Plain::apply(op, a, b)
    {
        return Ok(value.into());
    }
    match op {
        Op::Equal | Op::NotEqual => {
            let equal = equal(graphs, a, b).ok_or_else(|| undefined(op, a, b))?;
            Ok(Value::Bool(equal == (op == Op::Equal)))
        }
        Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => {
            let ordering = compare(a, b).ok_or_else(|| undefined(op, a, b))?;
            Ok(Value::Bool(ordering.is_some_and(|ordering| match op {
                Op::Less => ordering.is_lt(),
                Op::LessOrEqual => ordering.is_le(),
                Op::Greater => ordering.is_gt(),
                _ => ordering.is_ge(),
            })))
        }
        Op::Union | Op::Intersect | Op::Minus => sets(op, a, b).ok_or_else(|| undefined(op, a, b)),
        Op::Add => match (a, b) {
            (Value::Text(a), Value::Text(b)) => {
                check_text_length(a.len() + b.len())?;
                Ok(Value::Text(format!("{a}{b}").into()))
            }
            (Value::List(a), Value::List(b)) => {
                check_element_count(a.len() + b.len())?;
                Ok(Value::list([&a[..], &b[..]].concat()))
            }
            (Value::Bag(a), Value::Bag(b)) => {
                check_element_count(a.len() + b.len())?;
                Ok(Value::bag([&a[..], &b[..]].concat()))
            }
            (Value::Set(a), Value::Set(b)) => Ok(Value::set(a.union(b).cloned())),
            (Value::Map(a), Value::Map(b)) => maps(graphs, a, b),
            _ => arithmetic(op, a, b),
        },
        Op::Multiply => match (a, b) {
            (Value::List(a), Value::List(b)) => products(a, b),
            _ => arithmetic(op, a, b),
        },
        _ => arithmetic(op, a, b),
    }
}

/// Returns a number with the other sign; `None` for other values.
pub(super) fn negative(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Int(value) => Value::Int(value.wrapping_neg()),
        Value::Uint(value) => Value::Int((*value as i64).wrapping_neg()),
        Value::Float(value) => Value::Float(-value),
        Value::Double(value) => Value::Double(-value),
        _ => return None,
    })
}

/// Adds the values of equal keys.
fn maps(
    graphs: &Graphs,
    a: &BTreeMap<Value, Value>,
    b: &BTreeMap<Value, Value>,
) -> Result<Value, Failure> {
    let mut sum = a.clone();
    for (key, value) in b {
        match sum.get_mut(key) {
            Some(known) => *known = apply(graphs, Op::Add, known, value)?,
            None => _ = sum.insert(key.clone(), value.clone()),
        }
    }
    Ok(Value::Map(Arc::new(sum)))
}

/// Concatenates each text of the first list with each of the second one, which is the outer loop.
fn products(a: &[Value], b: &[Value]) -> Result<Value, Failure> {
    check_element_count(a.len().saturating_mul(b.len()))?;
    let mut products = Vec::with_capacity(a.len() * b.len());
    for (second, first) in b.iter().flat_map(|second| a.iter().map(move |it| (second, it))) {
        let (Value::Text(first), Value::Text(second)) = (first, second) else {
            return Err(Failure::runtime("* is defined for lists of STRING only."));
        };
        products.push(Value::Text(format!("{first}{second}").into()));
    }
    Ok(Value::list(products))
}

/// The maximum length of a text in bytes. Without a limit, a loop that doubles a text would exhaust
/// the memory before the time limit of the query.
const MAX_TEXT_BYTES: usize = 1 << 26;
/// The maximum number of elements of a collection, for the same reason.
const MAX_ELEMENTS: usize = if cfg!(test) { 1 << 12 } else { 1 << 24 };

/// Fails if a text is longer than allowed.
pub(super) fn check_text_length(bytes: usize) -> Result<(), Failure> {
    check_limit(bytes, MAX_TEXT_BYTES)
}

/// Fails if a collection has more elements than allowed.
pub(super) fn check_element_count(elements: usize) -> Result<(), Failure> {
    check_limit(elements, MAX_ELEMENTS)
}

fn check_limit(length: usize, max: usize) -> Result<(), Failure> {
    match length > max {
        true => Err(Failure::runtime("a text or collection is too long.")),
        false => Ok(()),
    }
}

/// Returns `true` if two values are equal, or `None` if they cannot be compared. A vertex is equal
/// to the text of its id.
pub(super) fn equal(graphs: &Graphs, a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Vertex(at), Value::Text(text)) | (Value::Text(text), Value::Vertex(at)) => {
            Some(id_of(graphs, *at) == &**text)
        }
        (Value::Vertex(a), Value::Vertex(b)) => Some(a == b),
        (Value::Edge(a), Value::Edge(b)) => Some(a == b),
        (Value::Set(_), Value::Set(_))
        | (Value::List(_), Value::List(_))
        | (Value::Map(_), Value::Map(_))
        | (Value::Vertices(_), Value::Vertices(_))
        | (Value::Json(_), Value::Json(_))
        | (Value::Tuple(_), Value::Tuple(_)) => Some(a == b),
        // Bags have no order, and `(1, 2)` is a set or a bag.
        (Value::Bag(_), Value::Bag(_) | Value::Set(_)) | (Value::Set(_), Value::Bag(_)) => {
            Some(sorted(a) == sorted(b))
        }
        _ => Some(compare(a, b)? == Some(Ordering::Equal)),
    }
}

/// Compares two values. Returns `None` if their types do not have an order, and `Some(None)` if one
/// of them is NaN.
pub(super) fn compare(a: &Value, b: &Value) -> Option<Option<Ordering>> {
    match (a, b) {
        _ if a.is_number() && b.is_number() => Some(match (a.as_integer(), b.as_integer()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => a.as_double()?.partial_cmp(&b.as_double()?),
        }),
        (Value::Text(a), Value::Text(b)) => Some(Some(a.as_bytes().cmp(b.as_bytes()))),
        (Value::Bool(a), Value::Bool(b)) => Some(Some(a.cmp(b))),
        (Value::DateTime(a), Value::DateTime(b)) => Some(Some(a.cmp(b))),
        // By internal ids, as in MaxAccum.
        (Value::Vertex(a), Value::Vertex(b)) => Some(Some(a.cmp(b))),
        _ => None,
    }
}

fn sets(op: Op, a: &Value, b: &Value) -> Option<Value> {
    Some(match (a, b) {
        (Value::Vertices(a), Value::Vertices(b)) => {
            let mut members = VertexSet::default();
            for at in a.members() {
                let matches = match op {
                    Op::Intersect => b.contains(*at),
                    Op::Minus => !b.contains(*at),
                    _ => true,
                };
                if matches {
                    members.insert(*at);
                }
            }
            if op == Op::Union {
                b.members().iter().for_each(|at| _ = members.insert(*at));
            }
            Value::Vertices(Arc::new(members))
        }
        (Value::Vertices(a), Value::Set(_) | Value::Bag(_)) => {
            let b = b.elements()?.into_iter().map(|value| match value {
                Value::Vertex(at) => Some(at),
                _ => None,
            });
            let b = b.collect::<Option<Vec<_>>>()?.into_iter().flatten();
            return sets(op, &Value::Vertices(a.clone()), &Value::vertices(b));
        }
        (Value::Set(a), Value::Set(b)) => Value::set(match op {
            Op::Intersect => &**a & &**b,
            Op::Minus => &**a - &**b,
            _ => &**a | &**b,
        }),
        (Value::Bag(_) | Value::Set(_), Value::Bag(_) | Value::Set(_)) => {
            let (mut left, mut right) = (sorted(a)?, sorted(b)?);
            match op {
                Op::Union => {
                    left.append(&mut right);
                    left.sort();
                    Value::bag(left)
                }
                _ => {
                    // Bags: a value that occurs m and n times is m.min(n) times in the
                    // intersection.
                    let mut both = Vec::new();
                    left.retain(|value| match right.binary_search(value) {
                        Ok(at) => {
                            both.push(right.remove(at));
                            false
                        }
                        Err(_) => true,
                    });
                    Value::bag(if op == Op::Intersect { both } else { left })
                }
            }
        }
        (Value::Set(_) | Value::Bag(_), Value::Vertices(_)) => {
            return sets(op, a, &Value::set(b.elements()?));
        }
        // A single member in parentheses is not a collection.
        (Value::Vertices(_), Value::Vertex(_)) => {
            return sets(op, a, &Value::set([b.clone()]));
        }
        (Value::Set(_) | Value::Bag(_), one) if one.elements().is_none() => {
            return sets(op, a, &Value::set([one.clone()]));
        }
        _ => return None,
    })
}

fn sorted(value: &Value) -> Option<Vec<Value>> {
    let mut values = value.elements()?;
    values.sort();
    Some(values)
}

/// Applies an arithmetic operator. Operands of two types are converted to the type that is later in
/// the order INT, UINT, FLOAT, DOUBLE.
fn arithmetic(op: Op, a: &Value, b: &Value) -> Result<Value, Failure> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => {
            integers(op, (*a).into(), (*b).into()).map(|value| Value::Int(value as i64))
        }
        (Value::Int(_) | Value::Uint(_), Value::Int(_) | Value::Uint(_)) => {
            let wrapped = |value: &Value| match value {
                Value::Int(value) => *value as u64,
                Value::Uint(value) => *value,
                _ => 0,
            };
            let (a, b) = (wrapped(a), wrapped(b));
            integers(op, a.into(), b.into()).map(|value| Value::Uint(value as u64))
        }
        (
            Value::Int(_) | Value::Uint(_) | Value::Float(_),
            Value::Int(_) | Value::Uint(_) | Value::Float(_),
        ) => {
            let single = |value: &Value| match value {
                Value::Int(value) => *value as f32,
                Value::Uint(value) => *value as f32,
                Value::Float(value) => *value,
                _ => 0.0,
            };
            let (x, y) = (single(a), single(b));
            Ok(Value::Float(match op {
                Op::Add => x + y,
                Op::Subtract => x - y,
                Op::Multiply => x * y,
                Op::Divide if y == 0.0 => return Err(Failure::runtime("divider is zero.")),
                Op::Divide => x / y,
                _ => return Err(undefined(op, a, b)),
            }))
        }
        _ => {
            let (Some(x), Some(y)) = (a.as_double(), b.as_double()) else {
                return Err(undefined(op, a, b));
            };
            Ok(Value::Double(match op {
                Op::Add => x + y,
                Op::Subtract => x - y,
                Op::Multiply => x * y,
                Op::Divide if y == 0.0 => return Err(Failure::runtime("divider is zero.")),
                Op::Divide => x / y,
                _ => return Err(undefined(op, a, b)),
            }))
        }
    }
}

/// Applies an operator to integers. The caller cuts the result to 64 bits: as on a server, a result
/// that is out of range wraps around. Of the number of bits of a shift, the last six bits count, as
/// for the processors of servers.
fn integers(op: Op, a: i128, b: i128) -> Result<i128, Failure> {
    let bits = b & 63;
    Ok(match op {
        Op::Add => a + b,
        Op::Subtract => a - b,
        Op::Multiply => a.wrapping_mul(b),
        Op::Divide | Op::Remainder if b == 0 => return Err(Failure::runtime("divider is zero.")),
        Op::Divide => a / b,
        Op::Remainder => a % b,
        Op::BitAnd => a & b,
        Op::BitOr => a | b,
        Op::ShiftLeft => a << bits,
        Op::ShiftRight => a >> bits,
        _ => return Err(Failure::runtime(format!("{} is not defined for numbers.", sign(op)))),
    })
}

fn undefined(op: Op, a: &Value, b: &Value) -> Failure {
    let remedy = match (a, b) {
        (Value::Text(_), Value::Vertex(_)) | (Value::Vertex(_), Value::Text(_)) => {
            "; to_string returns the id of a vertex"
        }
        (Value::Text(_), other) | (other, Value::Text(_)) if other.is_number() => match op {
            Op::Add => "; to_string converts a number",
            _ => "; str_to_int converts a text",
        },
        _ => "",
    };
    let (a, b) = (a.type_name(), b.type_name());
    Failure::runtime(format!("{} is not defined for {a} and {b}{remedy}.", sign(op)))
}

fn sign(op: Op) -> &'static str {
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
        _ => "the operator",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fast operations have the results of the general ones.
    #[test]
    fn plain_operations_are_those_of_values() {
        let numbers = [i64::MIN, i64::MIN + 1, -65, -64, -7, -1, 0, 1, 2, 6, 63, 64, i64::MAX];
        let operators = [
            (Op::Add, 169),
            (Op::Divide, 155),
            (Op::Remainder, 155),
            (Op::BitAnd, 169),
            (Op::BitOr, 169),
            (Op::ShiftLeft, 169),
            (Op::ShiftRight, 169),
        ];
        for (op, at_most) in operators {
            let mut computed = 0;
            for (a, b) in numbers.iter().flat_map(|a| numbers.map(|b| (*a, b))) {
                let Some(fast) = Plain::apply(op, Plain::Int(a), Plain::Int(b)) else { continue };
                computed += 1;
                let general = integers(op, a.into(), b.into()).map(|value| value as i64);
                assert_eq!(general.map(Plain::Int), Ok(fast), "{a} {} {b}", sign(op));
            }
            assert!(computed > 100 && computed <= at_most, "{} {computed}", sign(op));
        }
    }
}
