//! Query parameters in JSON.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value as Json};

use super::{Arguments, BadParameter, text};
use crate::eval::{Argument, Id, Parameter, Type};

/// The server that a body with parameters is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// Its strings are percent-decoded. Members that are not parameters are ignored: the official
    /// client's loaders send some to queries that do not declare them.
    Restpp,
    /// Its strings are as they are, and every member is a parameter.
    Gsql,
}

/// Parses the parameters in an object.
///
/// # Errors
///
/// Fails if a value does not fit its parameter, or if the query does not declare a parameter and
/// the receiver does not ignore it.
pub(crate) fn from_json(
    object: &Map<String, Json>,
    parameters: &[Parameter],
    receiver: Receiver,
) -> Result<Arguments, BadParameter> {
    let mut arguments = Arguments::new();
    for (key, value) in object {
        let declared = |name: &str| parameters.iter().find(|known| known.name == name);
        let Some(parameter) = declared(key) else {
            // `p.type` is the vertex type of the parameter `p`.
            let vertex = key.strip_suffix(".type").and_then(declared);
            if vertex.is_some_and(|vertex| matches!(vertex.ty, Type::Vertex(_))) {
                continue;
            }
            match receiver {
                Receiver::Restpp => continue,
                Receiver::Gsql => return Err(BadParameter::unknown(key, parameters)),
            }
        };
        if value.is_null() {
            continue;
        }
        let vertex_type = object.get(&format!("{key}.type")).and_then(Json::as_str);
        let escaped = receiver == Receiver::Restpp;
        let reader = Reader { name: key, escaped, vertex_type };
        arguments.insert(parameter.name.clone(), reader.value(value, &parameter.ty)?);
    }
    Ok(arguments)
}

struct Reader<'a> {
    name: &'a str,
    /// `true` if strings are percent-encoded.
    escaped: bool,
    /// The vertex type from the member `p.type`.
    vertex_type: Option<&'a str>,
}

impl Reader<'_> {
    fn value(&self, json: &Json, ty: &Type) -> Result<Argument, BadParameter> {
        let wrong = || BadParameter::wrong_type(self.name, ty, &display(json));
        match (ty, json) {
            (Type::Vertex(declared), json) => self.vertex(json, declared.as_deref()),
            (
                Type::Set(element) | Type::Bag(element) | Type::List(element),
                Json::Array(values),
            ) => {
                let values = values.iter().map(|value| self.value(value, element));
                Ok(Argument::List(values.collect::<Result<_, _>>()?))
            }
            (Type::Set(_) | Type::Bag(_) | Type::List(_), _) => Err(BadParameter(format!(
                "The parameter '{}' must be an array, invalid value [{}] provided.",
                self.name,
                display(json)
            ))),
            (Type::Map(key, value), Json::Object(object)) => self.map(object, key, value),
            (Type::Map(..), _) => Err(self.not_a_map()),
            (Type::Bool, Json::Bool(value)) => Ok(Argument::Bool(*value)),
            (Type::Int, Json::Number(number)) => {
                number.as_i64().map(Argument::Int).ok_or_else(wrong)
            }
            (Type::Uint, Json::Number(number)) => {
                number.as_u64().map(Argument::Uint).ok_or_else(wrong)
            }
            (Type::Float, Json::Number(number)) => {
                number.as_f64().and_then(Argument::float).ok_or_else(wrong)
            }
            (Type::Double, Json::Number(number)) => {
                number.as_f64().map(Argument::Double).ok_or_else(wrong)
            }
            (_, Json::String(text)) => text::scalar(self.name, ty, &self.text(text)?),
            _ => Err(wrong()),
        }
    }

    fn text<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, BadParameter> {
        if !self.escaped {
            return Ok(text.into());
        }
        let bytes = text.as_bytes();
        let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        let mut escapes = text.match_indices('%').map(|(at, _)| at);
        let decoded = percent_decode_str(text).decode_utf8();
        match decoded {
            Ok(decoded) if escapes.all(|at| is_hex(at + 1) && is_hex(at + 2)) => Ok(decoded),
            _ => Err(BadParameter(format!(
                "The value of parameter {} cannot be percent-decoded: [{text}]; write % as %25.",
                self.name
            ))),
        }
    }

    fn vertex(&self, json: &Json, declared: Option<&str>) -> Result<Argument, BadParameter> {
        let no_id =
            || BadParameter(format!("'id' is not found in the VERTEX parameter '{}'.", self.name));
        // The GSQL server also accepts an id without an object, with its type in `p.type`.
        let (id, ty) = match json {
            Json::Object(object) => (object.get("id").ok_or_else(no_id)?, object.get("type")),
            Json::String(_) | Json::Number(_) if !self.escaped => (json, None),
            _ => return Err(no_id()),
        };
        let given = match ty {
            None => self.vertex_type,
            Some(Json::String(ty)) if !ty.is_empty() => Some(ty.as_str()),
            Some(Json::String(_)) => None,
            Some(other) => {
                return Err(BadParameter(format!(
                    "The 'type' of the VERTEX parameter '{}' must be a string, invalid value [{}] \
                     provided.",
                    self.name,
                    display(other)
                )));
            }
        };
        let ty = match (declared, given) {
            (Some(declared), Some(given)) if declared != given => {
                return Err(BadParameter::wrong_vertex_type(self.name, declared, given));
            }
            (Some(ty), _) | (None, Some(ty)) => ty.to_owned(),
            (None, None) => return Err(BadParameter::no_vertex_type(self.name)),
        };
        Ok(Argument::Vertex { ty, id: self.id(id)? })
    }

    /// Parses an id. A composite id is an array in the order of declaration, or an object.
    fn id(&self, json: &Json) -> Result<Id, BadParameter> {
        match json {
            Json::Array(values) => {
                let parts = values.iter().map(|value| self.part(value));
                Ok(Id::Text(parts.collect::<Result<Vec<_>, _>>()?.join(",")))
            }
            Json::Object(fields) => {
                let parts =
                    fields.iter().map(|(name, value)| Ok((name.clone(), self.part(value)?)));
                Ok(Id::Parts(parts.collect::<Result<_, BadParameter>>()?))
            }
            scalar => self.part(scalar).map(Id::Text),
        }
    }

    fn part(&self, json: &Json) -> Result<String, BadParameter> {
        match json {
            Json::String(text) => Ok(self.text(text)?.into_owned()),
            Json::Number(number) => Ok(number.to_string()),
            _ => Err(BadParameter(format!(
                "The 'id' of the VERTEX parameter '{}' must be a string or a number, invalid value \
                 [{}] provided.",
                self.name,
                display(json)
            ))),
        }
    }

    fn map(
        &self,
        object: &Map<String, Json>,
        key: &Type,
        value: &Type,
    ) -> Result<Argument, BadParameter> {
        let list = |name: &str| object.get(name).and_then(Json::as_array);
        let (Some(keys), Some(values)) = (list("keylist"), list("valuelist")) else {
            return Err(self.not_a_map());
        };
        if keys.len() != values.len() {
            return Err(BadParameter(format!(
                "The MAP parameter '{}' has {} keys and {} values.",
                self.name,
                keys.len(),
                values.len()
            )));
        }
        // The official client escapes strings, except those in maps.
        let unescaped = Reader { escaped: false, ..*self };
        let entries = keys.iter().zip(values);
        let entries =
            entries.map(|(k, v)| Ok((unescaped.value(k, key)?, unescaped.value(v, value)?)));
        Ok(Argument::Map(entries.collect::<Result<_, BadParameter>>()?))
    }

    fn not_a_map(&self) -> BadParameter {
        BadParameter(format!(
            "The MAP parameter '{}' must be an object with 'keylist' and 'valuelist'.",
            self.name
        ))
    }
}

/// Formats a value for an error message: a string without its quotes.
fn display(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
