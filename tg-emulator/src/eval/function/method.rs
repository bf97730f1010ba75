//! Methods of values other than accumulators.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Context, json};
use crate::eval::ty::Ty;
use crate::eval::value::EdgeValue;
use crate::eval::{Failure, Value, operator};
use crate::store::{VertexRef, VisibleEdge};

/// The names of all methods of values, in small letters.
const METHODS: [&str; 22] = [
    "size",
    "contains",
    "containskey",
    "get",
    "isdirected",
    "outdegree",
    "neighbors",
    "neighborattribute",
    "edgeattribute",
    "getattr",
    "setattr",
    "top",
    "getbool",
    "getint",
    "getdouble",
    "getstring",
    "getjsonobject",
    "getjsonarray",
    "id",
    "type",
    "isempty",
    "count",
];

/// Returns `true` if some values have a method with the name, in any case.
pub(in crate::eval) fn is_method(name: &str) -> bool {
    METHODS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Calls a method with a name in small letters. Returns `None` if the value does not have it.
pub(in crate::eval) fn call(
    cx: &Context<'_>,
    of: &Value,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Failure>> {
    Some(Ok(match (of, name, arguments) {
        (
            Value::Vertex(Some(_)) | Value::Edge(Some(_)),
            "getattr",
            [Value::Text(name), Value::Text(target)],
        ) => {
            let value = attribute(cx, of, name)?;
            match Ty::named(target) {
                Some(ty) => return Some(converted(value, name, (&ty, target))),
                None => value,
            }
        }
        (Value::Json(json), name, arguments) => return json::method(json, name, arguments),
        (Value::Vertex(Some(at)), name, arguments) => return vertex(cx, *at, name, arguments),
        (Value::Edge(Some(edge)), "isdirected", []) => {
            Value::Bool(cx.graphs.schema().edge(edge.at.ty).directed)
        }
        (Value::Vertices(vertices), "size", []) => Value::Int(vertices.len() as i64),
        (Value::Vertices(vertices), "contains", [Value::Vertex(Some(at))]) => {
            Value::Bool(vertices.contains(*at))
        }
        (Value::Table(table), "size", []) => Value::Int(table.rows.len() as i64),
        (Value::Map(entries), "size", []) => Value::Int(entries.len() as i64),
        (Value::Map(entries), "containskey", [key]) => Value::Bool(entries.contains_key(key)),
        (Value::Map(entries), "get", [key]) => match (entries.get(key), entries.values().next()) {
            (Some(value), _) => value.clone(),
            (None, Some(other)) => empty_like(other),
            (None, None) => Value::Int(0),
        },
        (Value::Set(values), "contains", [value]) => Value::Bool(values.contains(value)),
        (Value::Set(values), "size", []) => Value::Int(values.len() as i64),
        (Value::List(values) | Value::Bag(values), "size", []) => Value::Int(values.len() as i64),
        (Value::List(values), "get", [Value::Int(at)]) => {
            let value = usize::try_from(*at).ok().and_then(|at| values.get(at).cloned());
            value.unwrap_or_else(|| values.first().map_or(Value::Int(0), empty_like))
        }
        (Value::List(values), "top", []) => values.first()?.clone(),
        (Value::List(values) | Value::Bag(values), "contains", [value]) => Value::Bool(
            values
                .iter()
                .any(|element| operator::equal(cx.graphs, element, value).unwrap_or(false)),
        ),
        _ => return None,
    }))
}

/// Returns the initial value of the type of a value.
fn empty_like(value: &Value) -> Value {
    match value {
        Value::Int(_) => Value::Int(0),
        Value::Uint(_) => Value::Uint(0),
        Value::Float(_) => Value::Float(0.0),
        Value::Double(_) => Value::Double(0.0),
        Value::Bool(_) => Value::Bool(false),
        Value::DateTime(_) => Value::DateTime(0),
        Value::Vertex(_) => Value::Vertex(None),
        Value::Edge(_) => Value::Edge(None),
        Value::List(_) => Value::List(Arc::default()),
        Value::Set(_) => Value::Set(Arc::default()),
        Value::Bag(_) => Value::Bag(Arc::default()),
        Value::Map(_) => Value::Map(Arc::default()),
        Value::Tuple(tuple) => {
            Value::tuple(tuple.names.clone(), tuple.values.iter().map(empty_like).collect())
        }
        _ => Value::text(""),
    }
}

fn edge_attribute(cx: &Context<'_>, edge: EdgeValue, name: &str) -> Option<Value> {
    let shape = cx.graphs.schema().edge(edge.at.ty);
    let column = shape.column(name)?;
    let value = cx.graphs.edge(edge.at)?.values.get(column)?;
    Some(Value::of_stored(value, &shape.columns[column].ty))
}

/// Returns an attribute of a vertex or an edge.
pub(in crate::eval) fn attribute(cx: &Context<'_>, of: &Value, name: &str) -> Option<Value> {
    match of {
        Value::Vertex(Some(at)) => vertex_attribute(cx, *at, name),
        Value::Edge(Some(edge)) => edge_attribute(cx, *edge, name),
        _ => None,
    }
}

/// Converts the value of an attribute to the type that `getAttr` names.
pub(in crate::eval) fn converted(
    value: Value,
    name: &str,
    (ty, target): (&Ty, &str),
) -> Result<Value, Failure> {
    let found = value.type_name();
    if target.eq_ignore_ascii_case(found) {
        return Ok(value);
    }
    ty.convert(value).map_err(|_| {
        let reason = format!("is of type {found}, getAttr asks for {target}");
        Failure::runtime(format!("the attribute {name} {reason}."))
    })
}

fn vertex_attribute(cx: &Context<'_>, at: VertexRef, name: &str) -> Option<Value> {
    let shape = cx.graphs.schema().vertex(at.ty);
    let field = shape.field(name)?;
    let value = cx.graphs.vertex(at)?.get(field);
    Some(Value::of_stored(&value, &shape.field_type(field)))
}

/// Returns the names in a text or in a collection of texts.
pub(in crate::eval) fn names(value: &Value) -> Option<BTreeSet<Arc<str>>> {
    match value {
        Value::Text(name) => Some(BTreeSet::from([name.clone()])),
        value => value
            .elements()?
            .into_iter()
            .map(|element| match element {
                Value::Text(name) => Some(name),
                _ => None,
            })
            .collect(),
    }
}

fn vertex(
    cx: &Context<'_>,
    at: VertexRef,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Failure>> {
    edge_method(cx, name, arguments, cx.graphs.visible_edges(at))
}

/// Calls a method about edges of a vertex.
pub(in crate::eval) fn edge_method<'g>(
    cx: &Context<'g>,
    name: &str,
    arguments: &[Value],
    edges: impl Iterator<Item = VisibleEdge<'g>>,
) -> Option<Result<Value, Failure>> {
    let schema = cx.graphs.schema();
    // Without types, the edges of all types of the graph count.
    let types = match (name, arguments) {
        ("outdegree" | "neighbors", []) | ("edgeattribute", [_]) => None,
        ("outdegree" | "neighbors", [types]) => Some(names(types)?),
        ("edgeattribute", [types, _]) | ("neighborattribute", [types, _, _]) => Some(names(types)?),
        _ => return None,
    };
    let visible = edges.filter(|edge| match &types {
        Some(names) => names.contains(schema.name_of(edge.view)),
        None => cx.graph.edges.contains(&edge.view),
    });
    Some(Ok(match (name, arguments) {
        ("outdegree", _) => Value::Int(visible.count() as i64),
        ("neighbors", _) => Value::bag(visible.map(|it| Value::Vertex(Some(it.other))).collect()),
        ("edgeattribute", [.., Value::Text(attribute)]) => {
            let values = visible.filter_map(|it| {
                let column = schema.edge(it.at.ty).column(attribute)?;
                let ty = &schema.edge(it.at.ty).columns[column].ty;
                Some(Value::of_stored(&it.edge.values[column], ty))
            });
            Value::bag(values.collect())
        }
        ("neighborattribute", [_, types, Value::Text(attribute)]) => {
            let types = names(types)?;
            let others = visible.filter(|it| types.contains(&*schema.vertex(it.other.ty).name));
            let values = others.filter_map(|it| vertex_attribute(cx, it.other, attribute));
            Value::bag(values.collect())
        }
        _ => return None,
    }))
}
