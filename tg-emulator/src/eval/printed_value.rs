//! Printed values: trees that do not refer to the store.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::json;
use crate::store::{self, ValueType, datetime};

/// A printed value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PrintedValue {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f32),
    Double(f64),
    Text(String),
    List(Vec<PrintedValue>),
    Object(Vec<(String, PrintedValue)>),
    Json(Arc<serde_json::Value>),
}

impl PrintedValue {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Converts the value of an attribute.
    pub(crate) fn of_stored(value: &store::Value, ty: &ValueType) -> Self {
        match (value, ty) {
            (store::Value::Bool(value), _) => Self::Bool(*value),
            (store::Value::Int(value), _) => Self::Int(*value),
            (store::Value::Uint(value), _) => Self::Uint(*value),
            (store::Value::Float(value), _) => Self::Float(*value),
            (store::Value::Double(value), _) => Self::Double(*value),
            (store::Value::DateTime(value), _) => Self::Text(datetime::format(*value)),
            (store::Value::Text(text), _) => Self::text(text),
            (store::Value::List(values), ValueType::List(ty) | ValueType::Set(ty)) => {
                Self::List(values.iter().map(|value| Self::of_stored(value, ty)).collect())
            }
            (store::Value::Map(entries), ValueType::Map(key, ty)) => {
                let entry = |(k, v): &(store::Value, store::Value)| {
                    (Self::of_stored(k, key).into_key(), Self::of_stored(v, ty))
                };
                Self::Object(entries.iter().map(entry).collect())
            }
            (store::Value::Tuple(values), ValueType::Tuple(shape)) => {
                let fields = shape.fields.iter().zip(values);
                let fields =
                    fields.map(|((name, ty), value)| (name.clone(), Self::of_stored(value, ty)));
                Self::Object(fields.collect())
            }
            (store::Value::Vector(values), _) => {
                Self::List(values.iter().map(|value| Self::Float(*value)).collect())
            }
            // Cannot occur: a column has values of its own type only.
            (store::Value::List(_) | store::Value::Map(_) | store::Value::Tuple(_), _) => {
                Self::List(Vec::new())
            }
        }
    }

    /// Converts the value to the key of an object, which is always text.
    pub(crate) fn into_key(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Uint(value) => value.to_string(),
            other => json::text(&other),
        }
    }
}

impl Serialize for PrintedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Uint(value) => serializer.serialize_u64(*value),
            Self::Float(value) if value.is_finite() => {
                serializer.serialize_f32(seven_digits(*value))
            }
            // JSON does not have such numbers: `inf`, `-inf` and `NaN` become strings.
            Self::Float(value) => serializer.collect_str(value),
            Self::Double(value) if value.is_finite() => serializer.serialize_f64(*value),
            Self::Double(value) => serializer.collect_str(value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(k, v)| (k, v))),
            Self::Json(json) => json.serialize(serializer),
        }
    }
}

/// Returns the number that a server prints: the answers of queries have 7 digits of a FLOAT.
fn seven_digits(value: f32) -> f32 {
    if value.fract() == 0.0 {
        return value;
    }
    format!("{value:.6e}").parse().unwrap_or(value)
}
