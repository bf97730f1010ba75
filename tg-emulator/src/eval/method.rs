//! Methods of values other than accumulators.

use super::{Value, operator};
use crate::store::Graphs;

/// Calls a method. Returns `None` if the value does not have the method.
pub(super) fn call(graphs: &Graphs, of: &Value, name: &str, arguments: &[Value]) -> Option<Value> {
    let name = name.to_ascii_lowercase();
    match (of, name.as_str(), arguments) {
        (Value::Edge(Some(edge)), "isdirected", []) => {
            Some(Value::Bool(graphs.schema().edge(edge.at.ty).directed))
        }
        (Value::Vertices(vertices), "size", []) => Some(Value::Int(vertices.len() as i64)),
        (Value::Map(entries), "size", []) => Some(Value::Int(entries.len() as i64)),
        (Value::Map(entries), "containskey", [key]) => Some(Value::Bool(entries.contains_key(key))),
        (Value::Map(entries), "get", [key]) => entries.get(key).cloned(),
        (Value::Set(values), "contains", [value]) => Some(Value::Bool(values.contains(value))),
        (Value::List(values), "get", [Value::Int(at)]) => {
            usize::try_from(*at).ok().and_then(|at| values.get(at).cloned())
        }
        (of, "size", []) => Some(Value::Int(of.elements()?.len() as i64)),
        (of, "contains", [value]) => {
            let elements = of.elements()?;
            let found = elements
                .iter()
                .any(|element| operator::equal(graphs, element, value).unwrap_or(false));
            Some(Value::Bool(found))
        }
        _ => None,
    }
}
