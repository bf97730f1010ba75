//! Functions of vertices.

use super::{Context, Entry};
use crate::eval::value::VertexSet;
use crate::eval::{Failure, Value};
use crate::store::{Key, VertexRef, VertexTypeId};

pub(super) const FUNCTIONS: &[Entry] = &[
    ("getvid", 1, 1, |_, arguments| match &arguments[0] {
        Value::Vertex(Some(at)) => {
            let (ty, slot) = at.index();
            Some(Ok(Value::Int(((ty as i64) << 32) + slot as i64)))
        }
        _ => None,
    }),
    ("to_vertex", 2, 2, |cx, arguments| {
        let Value::Text(name) = &arguments[1] else { return None };
        Some(vertex_type(cx, name).and_then(|ty| match find(cx, ty, &arguments[0]) {
            Some(at) => Ok(Value::Vertex(Some(at))),
            None => {
                let id = text(&arguments[0]).unwrap_or_default();
                let message = format!("Runtime Error: {id} is not valid vertex id.");
                Err(Failure::with_code("GSQL-4502", message))
            }
        }))
    }),
    ("to_vertex_set", 2, 2, |cx, arguments| {
        let Value::Text(name) = &arguments[1] else { return None };
        let ids = arguments[0].elements()?;
        Some(vertex_type(cx, name).map(|ty| {
            let found: Vec<_> = ids.iter().filter_map(|id| find(cx, ty, id)).collect();
            cx.warnings.borrow_mut().invalid_ids(name, ids.len() - found.len());
            Value::Vertices(found.into_iter().collect::<VertexSet>().into())
        }))
    }),
];

fn vertex_type(cx: &Context<'_>, name: &str) -> Result<VertexTypeId, Failure> {
    cx.graph.vertex(name).ok_or_else(|| {
        let message = format!("Runtime Error: {name} is not valid vertex type.");
        Failure::with_code("GSQL-4500", message)
    })
}

fn text(id: &Value) -> Option<String> {
    match id {
        Value::Text(id) => Some(id.to_string()),
        Value::Int(id) => Some(id.to_string()),
        Value::Uint(id) => Some(id.to_string()),
        _ => None,
    }
}

fn find(cx: &Context<'_>, ty: VertexTypeId, id: &Value) -> Option<VertexRef> {
    let key = Key::parse(&text(id)?, cx.graphs.schema().vertex(ty)).ok()?;
    cx.graphs.find_vertex(ty, &key.text)
}
