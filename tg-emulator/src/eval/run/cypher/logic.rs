//! Truth values, of which null is the third: `None`.

use std::cmp::Ordering;

use tg_gsql::syntax::ast::cypher::Op;

use crate::eval::{Value, operator};
use crate::store::Graphs;

pub(super) fn value(truth: Option<bool>) -> Value {
    truth.map_or(Value::Null, Value::Bool)
}

pub(super) fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub(super) fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    and(a.map(|it| !it), b.map(|it| !it)).map(|it| !it)
}

/// Compares two values. Values of different types are not equal and have no order.
pub(super) fn compare(graphs: &Graphs, op: Op, a: &Value, b: &Value) -> Option<bool> {
    match op {
        Op::Equal => equal(graphs, a, b),
        Op::NotEqual => equal(graphs, a, b).map(|it| !it),
        _ => {
            let ordering = order(a, b)?;
            Some(match op {
                Op::Less => ordering.is_some_and(Ordering::is_lt),
                Op::LessOrEqual => ordering.is_some_and(Ordering::is_le),
                Op::Greater => ordering.is_some_and(Ordering::is_gt),
                _ => ordering.is_some_and(Ordering::is_ge),
            })
        }
    }
}

/// Returns the order of two values of one type: `Some(None)` if one is NaN.
fn order(a: &Value, b: &Value) -> Option<Option<Ordering>> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::List(a), Value::List(b)) => {
            for (a, b) in a.iter().zip(&**b) {
                match order(a, b)? {
                    Some(Ordering::Equal) => {}
                    other => return Some(other),
                }
            }
            Some(Some(a.len().cmp(&b.len())))
        }
        // A text is compared with a time as a time.
        (Value::DateTime(a), Value::Text(b)) => Some(Some(a.cmp(&time(b)?))),
        (Value::Text(a), Value::DateTime(b)) => Some(Some(time(a)?.cmp(b))),
        (a, b) => operator::compare(a, b),
    }
}

fn time(text: &str) -> Option<i64> {
    crate::store::datetime::parse_timestamp(text)
}

/// Returns `true` if two values are equal; of lists and maps, all parts must be.
fn equal(graphs: &Graphs, a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::List(a), Value::List(b)) if a.len() != b.len() => Some(false),
        (Value::List(a), Value::List(b)) => all(graphs, a.iter().zip(&**b)),
        (Value::Map(a), Value::Map(b)) if !a.keys().eq(b.keys()) => Some(false),
        (Value::Map(a), Value::Map(b)) => all(graphs, a.values().zip(b.values())),
        (Value::DateTime(_), Value::Text(_)) | (Value::Text(_), Value::DateTime(_)) => {
            Some(order(a, b)? == Some(Ordering::Equal))
        }
        (a, b) => Some(operator::equal(graphs, a, b).unwrap_or(false)),
    }
}

fn all<'v>(
    graphs: &Graphs,
    mut pairs: impl Iterator<Item = (&'v Value, &'v Value)>,
) -> Option<bool> {
    pairs
        .try_fold(Some(true), |known, (a, b)| match and(known, equal(graphs, a, b)) {
            Some(false) => Err(()),
            other => Ok(other),
        })
        .unwrap_or(Some(false))
}

/// Returns `true` if a list has an element; null if it only may have it.
pub(super) fn is_in(graphs: &Graphs, value: &Value, elements: &[Value]) -> Option<bool> {
    let mut found = Some(false);
    for element in elements {
        found = or(found, equal(graphs, value, element));
        if found == Some(true) {
            break;
        }
    }
    found
}
