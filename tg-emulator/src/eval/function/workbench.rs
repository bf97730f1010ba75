//! The function that the queries of the official client's loaders call, which the ML Workbench
//! adds to a server.

use super::{Entry, text_of};
use crate::eval::Value;

pub(super) const FUNCTIONS: &[Entry] =
    &[("stringify", 1, 1, |_, arguments| text_of(text(&arguments[0])?))];

/// Returns a value as text: a BOOL as 1 or 0, the elements of a collection with a blank between
/// them, the entries of a map as `(key,value)` with a blank after each.
fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Bool(value) => u8::from(*value).to_string(),
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| Some(format!("({},{}) ", text(key)?, text(value)?)));
            entries.collect::<Option<String>>()?
        }
        Value::List(_) | Value::Set(_) | Value::Bag(_) => {
            let elements = value.elements()?;
            let texts = elements.iter().map(text);
            texts.collect::<Option<Vec<_>>>()?.join(" ")
        }
        Value::Text(text) => text.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Uint(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        Value::Double(value) => value.to_string(),
        _ => return None,
    })
}
