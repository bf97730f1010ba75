//! Functions of collections.

use tg_gsql::syntax::ast::query::Op;

use super::Entry;
use crate::eval::accum::percentile;
use crate::eval::{Failure, Value, operator};

pub(super) const FUNCTIONS: &[Entry] = &[
    ("count", 1, 1, |_, arguments| {
        let count = match &arguments[0] {
            Value::Map(entries) => entries.len(),
            value => value.count()?,
        };
        Some(Ok(Value::Int(count as i64)))
    }),
    ("isempty", 1, 1, |_, arguments| Some(Ok(Value::Bool(arguments[0].count()? == 0)))),
    ("sum", 1, 1, |cx, arguments| {
        let elements = arguments[0].elements()?;
        Some(elements.into_iter().try_fold(Value::Int(0), |sum, value| {
            operator::apply(cx.graphs, Op::Add, &sum, &value)
        }))
    }),
    // Of no elements: 0, as the sum.
    ("max", 1, 1, |_, arguments| {
        Some(Ok(arguments[0].elements()?.into_iter().max().unwrap_or(Value::Int(0))))
    }),
    ("min", 1, 1, |_, arguments| {
        Some(Ok(arguments[0].elements()?.into_iter().min().unwrap_or(Value::Int(0))))
    }),
    ("avg", 1, 1, |_, arguments| mean(&arguments[0].elements()?)),
    ("percentilecont", 2, 2, |_, arguments| {
        let numbers = arguments[0].elements()?;
        let numbers = numbers.iter().map(Value::as_double).collect::<Option<Vec<_>>>()?;
        Some(Ok(Value::Double(percentile(numbers, arguments[1].as_double()?))))
    }),
];

/// Returns the mean, which of integers is an integer.
pub(in crate::eval) fn mean(elements: &[Value]) -> Option<Result<Value, Failure>> {
    let count = elements.len();
    if count == 0 {
        return Some(Ok(Value::Int(0)));
    }
    if let Some(sum) = elements.iter().map(Value::as_integer).sum::<Option<i128>>() {
        let mean = i64::try_from(sum / count as i128).map(Value::Int);
        let out_of_range = |_| Failure::runtime("the result of avg is out of range.");
        return Some(mean.map_err(out_of_range));
    }
    let sum: f64 = elements.iter().map(Value::as_double).sum::<Option<f64>>()?;
    Some(Ok(Value::Double(sum / count as f64)))
}
