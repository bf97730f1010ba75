//! The functions of the package `gds.vector`, and the distances by which vectors are searched.

use tg_gsql::model::Metric;

use super::Entry;
use crate::eval::{Failure, Value};

/// The name of the package.
pub(super) const PACKAGE: &str = "gds.vector";

pub(super) const FUNCTIONS: &[Entry] = &[
    ("distance", 3, 3, |_, arguments| {
        let Value::Text(name) = &arguments[2] else { return None };
        let (a, b) = (numbers(&arguments[0])?, numbers(&arguments[1])?);
        Some(match metric(name) {
            Some(metric) => measured(metric, &a, &b),
            None => Err(Failure::runtime(format!(
                "{name} is not a metric of vectors; the metrics are COSINE, L2 and IP."
            ))),
        })
    }),
    ("cosine_distance", 2, 2, |_, arguments| of_two(Metric::Cosine, arguments)),
    ("l2_distance", 2, 2, |_, arguments| of_two(Metric::L2, arguments)),
    ("ip_distance", 2, 2, |_, arguments| of_two(Metric::InnerProduct, arguments)),
    ("norm", 1, 2, |_, arguments| {
        let elements = numbers(&arguments[0])?;
        let name = match arguments.get(1) {
            None => "l2".to_owned(),
            Some(Value::Text(name)) => name.to_ascii_lowercase(),
            Some(_) => return None,
        };
        Some(match name.trim_end_matches("_norm") {
            "l1" => Ok(Value::Double(elements.iter().map(|it| it.abs()).sum())),
            "l2" => Ok(Value::Double(dot(&elements, &elements).sqrt())),
            _ => Err(Failure::runtime(format!(
                "{name} is not a norm of vectors; the norms are L1 and L2."
            ))),
        })
    }),
    ("dimension_count", 1, 1, |_, arguments| {
        Some(Ok(Value::Int(numbers(&arguments[0])?.len() as i64)))
    }),
    ("elements_sum", 1, 1, |_, arguments| {
        Some(Ok(Value::Double(numbers(&arguments[0])?.iter().sum())))
    }),
    ("kth_element", 2, 2, |_, arguments| {
        let (elements, at) = (numbers(&arguments[0])?, arguments[1].as_integer()?);
        let element = usize::try_from(at).ok().and_then(|at| elements.get(at));
        Some(match element {
            Some(element) => Ok(Value::Double(*element)),
            None => {
                let count = elements.len();
                let what = format!("a vector of {count} dimensions has no element {at}.");
                Err(Failure::runtime(what))
            }
        })
    }),
];

/// Returns the elements of a vector, or `None` if the value is not a collection of numbers.
pub(in crate::eval) fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.elements()?.iter().map(Value::as_double).collect()
}

/// Returns the distance of two vectors of the same dimension; the nearer they are, the smaller it
/// is. The cosine of a vector of zeros is taken to be 0.
pub(in crate::eval) fn distance(metric: Metric, a: &[f64], b: &[f64]) -> f64 {
    match metric {
        Metric::L2 => a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt(),
        Metric::InnerProduct => 1.0 - dot(a, b),
        Metric::Cosine => match (dot(a, a) * dot(b, b)).sqrt() {
            0.0 => 1.0,
            norms => 1.0 - dot(a, b) / norms,
        },
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Returns the metric with a name in any case.
fn metric(name: &str) -> Option<Metric> {
    let all = [Metric::Cosine, Metric::L2, Metric::InnerProduct];
    all.into_iter().find(|metric| metric.to_string().eq_ignore_ascii_case(name))
}

fn of_two(metric: Metric, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    Some(measured(metric, &numbers(&arguments[0])?, &numbers(&arguments[1])?))
}

fn measured(metric: Metric, a: &[f64], b: &[f64]) -> Result<Value, Failure> {
    if a.len() != b.len() {
        let (a, b) = (a.len(), b.len());
        let what = format!("vectors of {a} and of {b} dimensions have no distance.");
        return Err(Failure::runtime(what));
    }
    Ok(Value::Double(distance(metric, a, b)))
}
