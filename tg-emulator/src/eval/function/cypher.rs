//! The functions of openCypher. They are not called with null.

use super::time::since_epoch;
use super::{Context, Entry, text_of};
use crate::eval::operator::check_element_count;
use crate::eval::{Failure, Value};
use crate::store::{EdgeView, Graphs, VertexRef};

/// A function of a number that keeps its type.
macro_rules! rounded {
    ($compute:expr) => {
        |_, arguments| {
            let compute: fn(f64) -> f64 = $compute;
            Some(Ok(Value::Double(compute(arguments[0].as_double()?))))
        }
    };
}

/// A function of one text.
macro_rules! text {
    ($compute:expr) => {
        |_, arguments| {
            let compute: fn(&str) -> String = $compute;
            let Value::Text(text) = &arguments[0] else { return None };
            text_of(compute(text))
        }
    };
}

pub(super) const FUNCTIONS: &[Entry] = &[
    ("id", 1, 1, id),
    ("labels", 1, 1, |cx, arguments| match &arguments[0] {
        Value::Vertex(Some(at)) => {
            let name = &cx.graphs.schema().vertex(at.ty).name;
            Some(Ok(Value::list(vec![Value::text(name)])))
        }
        _ => None,
    }),
    ("type", 1, 1, |cx, arguments| match &arguments[0] {
        Value::Edge(Some(edge)) => {
            let view = EdgeView { ty: edge.at.ty, reversed: edge.reversed };
            text_of(cx.graphs.schema().name_of(view))
        }
        _ => None,
    }),
    ("timestamp", 0, 0, |_, _| Some(Ok(Value::Int(since_epoch().as_millis() as i64)))),
    ("haversin", 1, 1, |_, arguments| {
        Some(Ok(Value::Double((1.0 - arguments[0].as_double()?.cos()) / 2.0)))
    }),
    ("startnode", 1, 1, |cx, arguments| ends(cx, &arguments[0]).map(|(from, _)| Ok(from))),
    ("endnode", 1, 1, |cx, arguments| ends(cx, &arguments[0]).map(|(_, to)| Ok(to))),
    ("properties", 1, 1, |cx, arguments| match &arguments[0] {
        map @ Value::Map(_) => Some(Ok(map.clone())),
        item => Some(Ok(Value::map(properties(cx.graphs, item)?))),
    }),
    ("keys", 1, 1, |cx, arguments| {
        let keys = match &arguments[0] {
            Value::Map(entries) => entries.keys().cloned().collect(),
            item => properties(cx.graphs, item)?.into_iter().map(|(key, _)| key).collect(),
        };
        Some(Ok(Value::list(keys)))
    }),
    ("size", 1, 1, size),
    ("length", 1, 1, size),
    ("head", 1, 1, |_, arguments| element(&arguments[0], <[Value]>::first)),
    ("last", 1, 1, |_, arguments| element(&arguments[0], <[Value]>::last)),
    ("tail", 1, 1, |_, arguments| {
        let elements = arguments[0].elements()?;
        Some(Ok(Value::list(elements.into_iter().skip(1).collect())))
    }),
    ("reverse", 1, 1, |_, arguments| match &arguments[0] {
        Value::Text(text) => text_of(text.chars().rev().collect::<String>()),
        list => {
            let elements = list.elements()?;
            Some(Ok(Value::list(elements.into_iter().rev().collect())))
        }
    }),
    ("range", 2, 3, range),
    ("tointeger", 1, 1, |_, arguments| {
        Some(Ok(match &arguments[0] {
            value @ (Value::Int(_) | Value::Uint(_)) => value.clone(),
            Value::Text(text) => match (text.trim().parse(), text.trim().parse::<f64>()) {
                (Ok(value), _) => Value::Int(value),
                (Err(_), Ok(value)) => integer(value),
                _ => Value::Null,
            },
            other => integer(other.as_double()?),
        }))
    }),
    ("tofloat", 1, 1, |_, arguments| {
        Some(Ok(match &arguments[0] {
            Value::Text(text) => text.trim().parse().map_or(Value::Null, Value::Double),
            other => Value::Double(other.as_double()?),
        }))
    }),
    ("toboolean", 1, 1, |_, arguments| {
        Some(Ok(match &arguments[0] {
            Value::Bool(value) => Value::Bool(*value),
            Value::Text(text) if text.trim().eq_ignore_ascii_case("true") => Value::Bool(true),
            Value::Text(text) if text.trim().eq_ignore_ascii_case("false") => Value::Bool(false),
            Value::Text(_) => Value::Null,
            _ => return None,
        }))
    }),
    ("tostring", 1, 1, |_, arguments| match &arguments[0] {
        Value::Text(text) => text_of(&**text),
        Value::Bool(value) => text_of(value.to_string()),
        Value::DateTime(at) => text_of(crate::store::datetime::format(*at)),
        other if other.is_number() => text_of(number(other)),
        _ => None,
    }),
    ("ceil", 1, 1, rounded!(f64::ceil)),
    ("floor", 1, 1, rounded!(f64::floor)),
    // Halves are rounded up.
    ("round", 1, 1, rounded!(|value| (value + 0.5).floor())),
    ("e", 0, 0, |_, _| Some(Ok(Value::Double(std::f64::consts::E)))),
    ("tolower", 1, 1, text!(str::to_lowercase)),
    ("toupper", 1, 1, text!(str::to_uppercase)),
    ("trim", 1, 1, text!(|text| text.trim().to_owned())),
    ("ltrim", 1, 1, text!(|text| text.trim_start().to_owned())),
    ("rtrim", 1, 1, text!(|text| text.trim_end().to_owned())),
    ("substring", 2, 3, |_, arguments| {
        let Value::Text(text) = &arguments[0] else { return None };
        let start = count(&arguments[1])?;
        let length = arguments.get(2).map_or(Some(usize::MAX), count)?;
        text_of(text.chars().skip(start).take(length).collect::<String>())
    }),
    ("split", 2, 2, |_, arguments| {
        let (Value::Text(text), Value::Text(by)) = (&arguments[0], &arguments[1]) else {
            return None;
        };
        let parts: Vec<Value> = match by.is_empty() {
            true => text.chars().map(|it| Value::Text(it.to_string().into())).collect(),
            false => text.split(&**by).map(Value::text).collect(),
        };
        Some(Ok(Value::list(parts)))
    }),
];

fn id(cx: &Context<'_>, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    super::find("getvid", 1)?(cx, arguments)
}

fn ends(cx: &Context<'_>, edge: &Value) -> Option<(Value, Value)> {
    let Value::Edge(Some(edge)) = edge else { return None };
    let stored = cx.graphs.edge(edge.at)?;
    let value = |at: VertexRef| Value::Vertex(Some(at));
    let (from, to) = (value(stored.from), value(stored.to));
    Some(if edge.turned { (to, from) } else { (from, to) })
}

/// Returns the attributes of a vertex or edge, in the order of their declaration.
fn properties(graphs: &Graphs, item: &Value) -> Option<Vec<(Value, Value)>> {
    let schema = graphs.schema();
    Some(match item {
        Value::Vertex(Some(at)) => {
            let (shape, vertex) = (schema.vertex(at.ty), graphs.vertex(*at)?);
            let fields = shape.fields().map(|(name, field)| {
                let value = Value::of_stored(&vertex.get(field), &shape.field_type(field));
                (Value::text(name), value)
            });
            fields.collect()
        }
        Value::Edge(Some(edge)) => {
            let (shape, stored) = (schema.edge(edge.at.ty), graphs.edge(edge.at)?);
            let columns = shape.columns.iter().zip(&stored.values);
            let columns = columns.map(|(column, value)| {
                (Value::text(&column.name), Value::of_stored(value, &column.ty))
            });
            columns.collect()
        }
        _ => return None,
    })
}

fn size(_: &Context<'_>, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    let size = match &arguments[0] {
        Value::Text(text) => text.chars().count(),
        Value::Map(entries) => entries.len(),
        list => list.count()?,
    };
    Some(Ok(Value::Int(size as i64)))
}

fn element(
    list: &Value,
    at: for<'v> fn(&'v [Value]) -> Option<&'v Value>,
) -> Option<Result<Value, Failure>> {
    Some(Ok(at(&list.elements()?).cloned().unwrap_or(Value::Null)))
}

/// Returns the integers from the first to the second number, both included.
fn range(cx: &Context<'_>, arguments: &[Value]) -> Option<Result<Value, Failure>> {
    let number = |at: usize| match arguments.get(at) {
        None => Some(1),
        Some(value) => i64::try_from(value.as_integer()?).ok(),
    };
    let (first, last, step) = (number(0)?, number(1)?, number(2)?);
    if step == 0 {
        return Some(Err(Failure::runtime("the step of a range is zero.")));
    }
    let in_range = |at: &i64| if step > 0 { *at <= last } else { *at >= last };
    let mut values = Vec::new();
    for at in std::iter::successors(Some(first), |at| at.checked_add(step)).take_while(in_range) {
        let counted = cx.budget.step().and_then(|()| check_element_count(values.len()));
        if let Err(failure) = counted {
            return Some(Err(failure));
        }
        values.push(Value::Int(at));
    }
    Some(Ok(Value::list(values)))
}

/// Returns the integer part of a number; null if it is out of range.
fn integer(value: f64) -> Value {
    let in_range = (-9.223_372_036_854_775e18..9.223_372_036_854_775e18).contains(&value);
    if in_range { Value::Int(value as i64) } else { Value::Null }
}

fn count(value: &Value) -> Option<usize> {
    usize::try_from(value.as_integer()?).ok()
}

/// Returns a number as openCypher writes it: one that is not an integer has a point.
pub(in crate::eval) fn number(value: &Value) -> String {
    match (value.as_integer(), value) {
        (Some(value), _) => value.to_string(),
        (None, Value::Float(value)) => format!("{value:?}"),
        (None, value) => format!("{:?}", value.as_double().unwrap_or_default()),
    }
}
