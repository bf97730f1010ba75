//! Functions and methods of JSONOBJECT and JSONARRAY.

use std::sync::Arc;

use serde_json::Value as Json;

use super::Entry;
use crate::eval::{Failure, Value};

pub(super) const FUNCTIONS: &[Entry] = &[
    ("parse_json_object", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        Some(parse(text, "object", Json::is_object))
    }),
    ("parse_json_array", 1, 1, |_, arguments| {
        let [Value::Text(text)] = arguments else { return None };
        Some(parse(text, "array", Json::is_array))
    }),
];

fn parse(text: &str, what: &str, fits: fn(&Json) -> bool) -> Result<Value, Failure> {
    let json = serde_json::from_str::<Json>(text).ok().filter(fits);
    json.map(|json| Value::Json(Arc::new(json)))
        .ok_or_else(|| Failure::runtime(format!("{text} cannot be parsed as a json {what}.")))
}

/// Calls a method of a JSONOBJECT or JSONARRAY.
pub(super) fn method(
    json: &Json,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Failure>> {
    let member = match (json, arguments) {
        (Json::Object(entries), []) if name == "size" => {
            return Some(Ok(Value::Int(entries.len() as i64)));
        }
        (Json::Array(items), []) if name == "size" => {
            return Some(Ok(Value::Int(items.len() as i64)));
        }
        (Json::Object(entries), [Value::Text(key)]) => match name {
            "containskey" => return Some(Ok(Value::Bool(entries.contains_key(&**key)))),
            _ => entries.get(&**key).ok_or_else(|| format!("the key {key} does not exist")),
        },
        (Json::Array(items), [Value::Int(at)]) => {
            let item = usize::try_from(*at).ok().and_then(|at| items.get(at));
            item.ok_or_else(|| format!("the index {at} is out of bounds"))
        }
        _ => return None,
    };
    let member = match member {
        Ok(member) => member,
        Err(reason) => return Some(Err(Failure::runtime(format!("{reason}.")))),
    };
    let json = || Value::Json(Arc::new(member.clone()));
    let (value, ty) = match name {
        "getbool" => (member.as_bool().map(Value::Bool), "BOOL"),
        "getint" => (member.as_i64().map(Value::Int), "INT"),
        "getdouble" => (member.as_f64().map(Value::Double), "DOUBLE"),
        "getstring" => (member.as_str().map(Value::text), "STRING"),
        "getjsonobject" => (member.is_object().then(json), "JSONOBJECT"),
        "getjsonarray" => (member.is_array().then(json), "JSONARRAY"),
        _ => return None,
    };
    Some(value.ok_or_else(|| Failure::runtime(format!("{member} is not of the type {ty}."))))
}
