//! Parsing of single values from text.

use super::BadParameter;
use crate::eval::{Argument, Type};
use crate::store::datetime;

/// Parses a value of a scalar type.
pub(super) fn scalar(name: &str, ty: &Type, text: &str) -> Result<Argument, BadParameter> {
    let value = match ty {
        Type::Int => text.trim().parse().ok().map(Argument::Int),
        Type::Uint => text.trim().parse().ok().map(Argument::Uint),
        Type::Float => text.trim().parse().ok().and_then(Argument::float),
        Type::Double => {
            let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
            number.map(Argument::Double)
        }
        Type::Bool => boolean(text),
        Type::DateTime => datetime::parse_timestamp(text).map(Argument::DateTime),
        Type::Text | Type::File => Some(Argument::Text(text.to_owned())),
        Type::Vertex(_) | Type::Set(_) | Type::Bag(_) | Type::List(_) | Type::Map(..) => None,
    };
    value.ok_or_else(|| BadParameter::wrong_type(name, ty, text))
}

fn boolean(text: &str) -> Option<Argument> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" => Some(Argument::Bool(true)),
        "false" => Some(Argument::Bool(false)),
        _ => None,
    }
}
