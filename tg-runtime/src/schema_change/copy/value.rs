//! Values that were read, in the form in which they are written.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use tg_gsql::model::{Attribute, AttributeType, Catalog, ElementType, MapKeyType};

use crate::error::{Error, ErrorKind, Result};
use crate::value::Encoder;

/// The value of an attribute. Numbers and texts stay as they are, to the digit; maps and tuples
/// become lists of keys and values.
pub(super) enum Value {
    Json(String),
    List(Vec<Value>),
    Lists { keys: Vec<Value>, values: Vec<Value> },
}

impl Value {
    /// Converts the JSON that an answer contains.
    pub(super) fn of(attribute: &Attribute, read: &str, want: &Catalog) -> Result<Self> {
        Self::of_type(&attribute.ty, read, want).map_err(|error| {
            let message = format!("the value of `{}` cannot be read: {error}", attribute.name);
            Error::new(ErrorKind::Decode, message).with_source(error)
        })
    }

    fn of_type(ty: &AttributeType, read: &str, want: &Catalog) -> serde_json::Result<Self> {
        match ty {
            AttributeType::Tuple(name) => Self::of_tuple(name, read, want),
            AttributeType::List(ElementType::Tuple(name))
            | AttributeType::Set(ElementType::Tuple(name)) => {
                let elements: Vec<&RawValue> = serde_json::from_str(read)?;
                let elements = elements.iter().map(|it| Self::of_tuple(name, it.get(), want));
                elements.collect::<serde_json::Result<_>>().map(Self::List)
            }
            AttributeType::Map(key, value) => {
                let Pairs(pairs) = serde_json::from_str(read)?;
                let keys = pairs.iter().map(|(name, _)| match key {
                    MapKeyType::Int if name.parse::<i64>().is_ok() => Ok(Self::Json(name.clone())),
                    _ => serde_json::to_string(name).map(Self::Json),
                });
                let keys = keys.collect::<serde_json::Result<_>>()?;
                let values = pairs.iter().map(|(_, read)| match value {
                    ElementType::Tuple(name) => Self::of_tuple(name, read, want),
                    _ => Ok(Self::Json(read.clone())),
                });
                Ok(Self::Lists { keys, values: values.collect::<serde_json::Result<_>>()? })
            }
            _ => Ok(Self::Json(read.to_owned())),
        }
    }

    /// Converts a tuple, its fields in the order of their declaration.
    fn of_tuple(name: &str, read: &str, want: &Catalog) -> serde_json::Result<Self> {
        let Pairs(mut pairs) = serde_json::from_str(read)?;
        if let Some(tuple) = want.tuple(name) {
            let place = |name: &String| tuple.fields.iter().position(|field| field.name == *name);
            pairs.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
        }
        let keys = pairs.iter().map(|(name, _)| serde_json::to_string(name).map(Self::Json));
        let keys = keys.collect::<serde_json::Result<_>>()?;
        Ok(Self::Lists { keys, values: pairs.into_iter().map(|(_, it)| Self::Json(it)).collect() })
    }

    pub(super) fn write(&self, out: &mut Encoder) {
        let list = |out: &mut Encoder, values: &[Self]| {
            out.elements(values, |out, value| value.write(out));
        };
        match self {
            Self::Json(text) => out.raw(text),
            Self::List(values) => list(out, values),
            Self::Lists { keys, values } => {
                out.lists(|out| list(out, keys), |out| list(out, values));
            }
        }
    }
}

/// Fails unless all that was sent was accepted: the next step drops the old name.
pub(super) fn check_accepted(accepted: u64, sent: u64) -> Result<()> {
    if accepted >= sent {
        return Ok(());
    }
    let message = format!("{accepted} of {sent} were accepted: the rest is not copied");
    Err(Error::new(ErrorKind::PartiallyAccepted, message))
}

/// The members of an object, in their order, with the text of the values.
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(input: D) -> std::result::Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
                    pairs.push((key, value.get().to_owned()));
                }
                Ok(Pairs(pairs))
            }
        }
        input.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(ty: &str, read: &str) -> String {
        let text = format!(
            "TYPEDEF TUPLE <a INT, b STRING(4)> t CREATE VERTEX V (PRIMARY_ID id INT, x {ty})"
        );
        let want = tg_gsql::apply::script(&text).catalog;
        let attribute = &want.global_vertex("V").unwrap().attributes[0];
        let mut out = Encoder::new();
        Value::of(attribute, read, &want).unwrap().write(&mut out);
        String::from_utf8(out.body).unwrap()
    }

    #[test]
    fn values_are_written_as_they_were_read() {
        for (ty, value) in [
            ("UINT", "18446744073709551615"),
            ("DOUBLE", "0.1"),
            ("STRING", "\"a\\\"\\u00e9\""),
            ("LIST<DOUBLE>", "[1.0,2]"),
            ("BOOL", "true"),
        ] {
            assert_eq!(written(ty, value), value);
        }
    }

    #[test]
    fn maps_and_tuples_become_lists() {
        assert_eq!(
            written("MAP<INT, STRING>", "{\"-1\": \"x\", \"2\": \"y\"}"),
            "{\"keylist\":[-1,2],\"valuelist\":[\"x\",\"y\"]}"
        );
        assert_eq!(
            written("MAP<STRING, t>", "{\"k\\\"\":{\"b\":\"x\",\"a\":1}}"),
            "{\"keylist\":[\"k\\\"\"],\"valuelist\":[{\"keylist\":[\"a\",\"b\"],\"valuelist\":[1,\"x\"]}]}"
        );
        assert_eq!(
            written("t", "{\"b\":\"\",\"a\":9}"),
            "{\"keylist\":[\"a\",\"b\"],\"valuelist\":[9,\"\"]}"
        );
        assert_eq!(written("LIST<t>", "[]"), "[]");
    }
}
