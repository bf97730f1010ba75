//! Values of the store, which have the type of their column.

use std::sync::Arc;

use super::Value;
use crate::store::{self, ValueType, datetime, last_of_each_key, unique};

impl Value {
    /// Converts the value of an attribute.
    pub(crate) fn of_stored(value: &store::Value, ty: &ValueType) -> Self {
        match (value, ty) {
            (store::Value::Bool(value), _) => Self::Bool(*value),
            (store::Value::Int(value), _) => Self::Int(*value),
            (store::Value::Uint(value), _) => Self::Uint(*value),
            (store::Value::Float(value), _) => Self::Float(*value),
            (store::Value::Double(value), _) => Self::Double(*value),
            (store::Value::DateTime(value), _) => Self::DateTime(*value),
            (store::Value::Text(text), _) => Self::text(text),
            (store::Value::List(values), ValueType::Set(ty)) => {
                Self::set(values.iter().map(|value| Self::of_stored(value, ty)))
            }
            (store::Value::List(values), ValueType::List(ty)) => {
                Self::list(values.iter().map(|value| Self::of_stored(value, ty)).collect())
            }
            (store::Value::Map(entries), ValueType::Map(key, ty)) => {
                let entries = entries.iter();
                Self::map(entries.map(|(k, v)| (Self::of_stored(k, key), Self::of_stored(v, ty))))
            }
            (store::Value::Tuple(values), ValueType::Tuple(shape)) => {
                let fields = shape.fields.iter();
                let names = fields.clone().map(|(name, _)| Arc::from(name.as_str())).collect();
                let values = fields.zip(values).map(|((_, ty), value)| Self::of_stored(value, ty));
                Self::tuple(names, values.collect())
            }
            (store::Value::Vector(values), _) => {
                Self::list(values.iter().map(|value| Self::Float(*value)).collect())
            }
            // Cannot occur: a column has values of its own type only.
            (store::Value::List(_) | store::Value::Map(_) | store::Value::Tuple(_), _) => {
                Self::list(Vec::new())
            }
        }
    }

    /// Converts this to the type of a column.
    pub(crate) fn to_stored(&self, ty: &ValueType) -> Option<store::Value> {
        Some(match (ty, self) {
            (ValueType::Bool, Self::Bool(value)) => store::Value::Bool(*value),
            (ValueType::Int(_) | ValueType::Uint(_), value) if value.is_number() => {
                let whole =
                    value.as_integer().or_else(|| Some(value.as_double()?.trunc() as i128))?;
                ty.whole(whole)?
            }
            (ValueType::Float, value) => store::Value::Float(value.as_double()? as f32),
            (ValueType::Double, value) => store::Value::Double(value.as_double()?),
            (ValueType::DateTime, Self::DateTime(at)) => store::Value::DateTime(*at),
            (ValueType::DateTime, Self::Text(text)) => {
                store::Value::DateTime(datetime::parse_timestamp(text)?)
            }
            (ValueType::Text(_) | ValueType::FixedBinary(_), Self::Text(text)) => {
                ty.of_text(text)?
            }
            // One element, which is also `(x)`, and one entry.
            (ValueType::List(_) | ValueType::Set(_), one) if one.elements().is_none() => {
                Self::list(vec![one.clone()]).to_stored(ty)?
            }
            (ValueType::Map(..), Self::Entry(entry)) => match (&*entry.0, &*entry.1) {
                ([key], [value]) => Self::map([(key.clone(), value.clone())]).to_stored(ty)?,
                _ => return None,
            },
            (ValueType::List(element), value) => {
                let all = value.elements()?;
                store::Value::List(
                    all.iter().map(|it| it.to_stored(element)).collect::<Option<_>>()?,
                )
            }
            (ValueType::Set(element), value) => {
                let all = value.elements()?;
                let all = all.iter().map(|it| it.to_stored(element)).collect::<Option<Vec<_>>>()?;
                store::Value::List(unique(all))
            }
            (ValueType::Map(key, element), Self::Map(entries)) => {
                let entries = entries.iter();
                let entries = entries
                    .map(|(k, v)| Some((k.to_stored(key)?, v.to_stored(element)?)))
                    .collect::<Option<Vec<_>>>()?;
                store::Value::Map(last_of_each_key(entries))
            }
            (ValueType::Tuple(shape), Self::Tuple(tuple)) => {
                let fields = shape.fields.iter().zip(&tuple.values);
                store::Value::Tuple(
                    fields.map(|((_, ty), it)| it.to_stored(ty)).collect::<Option<_>>()?,
                )
            }
            (ValueType::Vector(size), value) => {
                let all = value.elements()?;
                let all = all.iter().map(|it| Some(it.as_double()? as f32));
                let vector = all.collect::<Option<Box<[f32]>>>()?;
                (vector.len() == *size as usize).then_some(store::Value::Vector(vector))?
            }
            _ => return None,
        })
    }
}
