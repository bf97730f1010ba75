//! Conversion of texts to values of attributes.

use std::borrow::Cow;

use super::expr::{Expr, Invalid, Record};
use super::statistics::ObjectFault;
use super::time;
use crate::store::{Value, ValueType, last_of_each_key, unique};

/// The expression for the value of an attribute.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    /// A single token.
    Single(Expr),
    /// `SPLIT(column, separator)`
    Split(Expr, Expr),
    /// `SPLIT(column, key separator, entry separator)`
    SplitEntries(Expr, Expr, Option<Expr>),
    /// `LIST(..)`, `SET(..)`
    Elements(Vec<Cell>),
    /// `MAP((a -> b), ..)`, `(a -> b)`
    Entries(Vec<(Expr, Cell)>),
    /// `Name(..)`, a tuple.
    Fields(Vec<Expr>),
}

impl From<Invalid> for ObjectFault {
    fn from(_: Invalid) -> Self {
        Self::Attribute
    }
}

impl Cell {
    /// Returns the value, or `None` if the line does not have one, so that a stored value is not
    /// changed.
    pub(super) fn value(
        &self,
        ty: &ValueType,
        record: &Record<'_>,
    ) -> Result<Option<Value>, ObjectFault> {
        let value = match self {
            Self::Single(expr) => match expr.text(record)? {
                None => return Ok(None),
                Some(text) => return token_value(&text, ty),
            },
            Self::Split(column, separator) => {
                let Some(text) = column.text(record)? else { return Ok(None) };
                let separator = separator.text(record)?.unwrap_or_default();
                match ty {
                    ValueType::Map(..) => {
                        return map_value(ty, [pair(&text, &separator)?].into_iter());
                    }
                    ValueType::Vector(dimension) => vector_value(&text, &separator, *dimension)?,
                    _ if text.is_empty() => return Ok(Some(ty.zero())),
                    _ => collection(
                        ty,
                        parts(&text, &separator).map(|part| element_value(part, ty)),
                    )?,
                }
            }
            Self::SplitEntries(column, inner, outer) => {
                let Some(text) = column.text(record)? else { return Ok(None) };
                if text.is_empty() {
                    return Ok(Some(ty.zero()));
                }
                let inner = inner.text(record)?.unwrap_or_default();
                let outer = outer.as_ref().map(|outer| outer.text(record)).transpose()?.flatten();
                let outer = outer.unwrap_or_default();
                let pairs: Result<Vec<_>, ObjectFault> =
                    parts(&text, &outer).map(|entry| pair(entry, &inner)).collect();
                return map_value(ty, pairs?.into_iter());
            }
            Self::Elements(cells) => {
                let (ValueType::List(element) | ValueType::Set(element)) = ty else {
                    return Err(ObjectFault::Attribute);
                };
                collection(ty, cells.iter().map(|cell| cell.required(element, record)))?
            }
            Self::Entries(entries) => {
                let ValueType::Map(key_type, value_type) = ty else {
                    return Err(ObjectFault::Attribute);
                };
                let mut pairs = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key = key.text(record)?.unwrap_or_default();
                    pairs.push((required(&key, key_type)?, value.required(value_type, record)?));
                }
                Value::Map(last_of_each_key(pairs))
            }
            Self::Fields(fields) => match ty {
                ValueType::Tuple(_) => tuple_value(fields, ty, record)?,
                // For a collection of tuples, a tuple is a single element.
                ValueType::List(element) | ValueType::Set(element) => {
                    Value::List(Box::new([tuple_value(fields, element, record)?]))
                }
                _ => return Err(ObjectFault::Attribute),
            },
        };
        Ok(Some(value))
    }

    /// Returns the value of an element, which must not be missing.
    fn required(&self, ty: &ValueType, record: &Record<'_>) -> Result<Value, ObjectFault> {
        self.value(ty, record)?.ok_or(ObjectFault::Attribute)
    }
}

/// Converts a token to the value of an attribute. Returns `None` for an empty token, except for
/// text.
pub(super) fn token_value(text: &str, ty: &ValueType) -> Result<Option<Value>, ObjectFault> {
    match ty {
        ValueType::Text(_) => scalar(text, ty).map(Some),
        ValueType::List(element) | ValueType::Set(element) => {
            Ok(Some(Value::List(Box::new([required(text, element)?]))))
        }
        _ if text.is_empty() => Ok(None),
        ValueType::Vector(dimension) => {
            let text = text.trim().trim_start_matches('[').trim_end_matches(']');
            vector_value(text, ",", *dimension).map(Some)
        }
        _ => scalar(text, ty).map(Some),
    }
}

/// Converts a text that must not be empty, except for text itself.
fn required(text: &str, ty: &ValueType) -> Result<Value, ObjectFault> {
    match ty {
        ValueType::Text(_) => scalar(text, ty),
        _ if text.is_empty() => Err(ObjectFault::Attribute),
        _ => scalar(text, ty),
    }
}

/// Converts a text to an element of a LIST or SET.
fn element_value(text: &str, ty: &ValueType) -> Result<Value, ObjectFault> {
    match ty {
        ValueType::List(element) | ValueType::Set(element) => required(text, element),
        _ => Err(ObjectFault::Attribute),
    }
}

/// Creates a LIST or SET.
fn collection(
    ty: &ValueType,
    values: impl Iterator<Item = Result<Value, ObjectFault>>,
) -> Result<Value, ObjectFault> {
    let values: Vec<Value> = values.collect::<Result<_, _>>()?;
    Ok(Value::List(match ty {
        ValueType::Set(_) => unique(values),
        _ => values.into(),
    }))
}

/// Converts pairs to a MAP.
fn map_value<'t>(
    ty: &ValueType,
    pairs: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<Option<Value>, ObjectFault> {
    let ValueType::Map(key_type, value_type) = ty else { return Err(ObjectFault::Attribute) };
    let pairs =
        pairs.map(|(key, value)| Ok((required(key, key_type)?, required(value, value_type)?)));
    let pairs: Vec<_> = pairs.collect::<Result<_, ObjectFault>>()?;
    Ok(Some(Value::Map(last_of_each_key(pairs))))
}

/// Splits an entry of a MAP into key and value.
fn pair<'t>(text: &'t str, separator: &str) -> Result<(&'t str, &'t str), ObjectFault> {
    text.split_once(separator).filter(|_| !separator.is_empty()).ok_or(ObjectFault::Attribute)
}

/// Splits a text. With an empty separator, the whole text is a single part.
pub(super) fn parts<'t>(text: &'t str, separator: &str) -> impl Iterator<Item = &'t str> + use<'t> {
    let parts: Vec<&str> =
        if separator.is_empty() { vec![text] } else { text.split(separator).collect() };
    parts.into_iter()
}

/// Creates a tuple. Missing fields have the zero value of their type.
fn tuple_value(fields: &[Expr], ty: &ValueType, record: &Record<'_>) -> Result<Value, ObjectFault> {
    let ValueType::Tuple(shape) = ty else { return Err(ObjectFault::Attribute) };
    if fields.len() != shape.fields.len() {
        return Err(ObjectFault::Attribute);
    }
    let values = fields.iter().zip(&shape.fields).map(|(field, (_, ty))| {
        let text = field.text(record)?.unwrap_or_default();
        Ok(token_value(&text, ty)?.unwrap_or_else(|| ty.zero()))
    });
    Ok(Value::Tuple(values.collect::<Result<_, ObjectFault>>()?))
}

/// Parses a vector.
fn vector_value(text: &str, separator: &str, dimension: u32) -> Result<Value, ObjectFault> {
    let numbers = parts(text, separator).map(|part| float(part.trim()));
    let numbers: Box<[f32]> = numbers.collect::<Option<_>>().ok_or(ObjectFault::Attribute)?;
    if numbers.len() != dimension as usize {
        return Err(ObjectFault::Attribute);
    }
    Ok(Value::Vector(numbers))
}

fn scalar(text: &str, ty: &ValueType) -> Result<Value, ObjectFault> {
    let value = match ty {
        ValueType::Text(_) => ty.of_text(text),
        ValueType::Int(bytes) => integer(text).map(|number| Value::Int(narrow(number, *bytes))),
        ValueType::Uint(bytes) => natural(text).map(|number| Value::Uint(number & mask(*bytes))),
        ValueType::Float => float(text).map(Value::Float),
        ValueType::Double => decimal(text).filter(|number| number.is_finite()).map(Value::Double),
        ValueType::Bool => boolean(text).map(Value::Bool),
        ValueType::DateTime => time::attribute(text).map(Value::DateTime),
        ValueType::FixedBinary(_) => return ty.of_text(text).ok_or(ObjectFault::FixedBinary),
        _ => None,
    };
    value.ok_or(ObjectFault::Attribute)
}

/// Returns the bit mask of an unsigned integer with the given size.
fn mask(bytes: u8) -> u64 {
    if bytes >= 8 { u64::MAX } else { (1 << (8 * u32::from(bytes))) - 1 }
}

/// Truncates a signed integer to the given size, with its sign.
fn narrow(number: i64, bytes: u8) -> i64 {
    let unused = 64 - 8 * u32::from(bytes.min(8));
    (number << unused) >> unused
}

/// Parses `[-+]?[0-9]+`. A number out of range wraps around, as in the server.
pub(super) fn integer(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let number = natural(digits)?.cast_signed();
    Some(if negative { number.wrapping_neg() } else { number })
}

/// Parses `[0-9]+`. A number out of range wraps around, as in the server.
pub(super) fn natural(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let add = |number: u64, byte: u8| number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
    Some(text.bytes().fold(0, add))
}

/// Parses `[-+]?[0-9]*.?[0-9]+([eE][-+]?[0-9]+)?`.
pub(super) fn decimal(text: &str) -> Option<f64> {
    // `f64::from_str` also accepts `inf`, `NaN` and `1.`.
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'));
    let mantissa = unsigned.split(['e', 'E']).next().unwrap_or_default();
    if !is_number || mantissa.ends_with('.') {
        return None;
    }
    text.parse().ok()
}

/// Parses a FLOAT. Numbers out of range are rejected, because JSON cannot represent infinity.
fn float(text: &str) -> Option<f32> {
    decimal(text).map(|number| number as f32).filter(|number| number.is_finite())
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "TRUE" | "True" | "1" => Some(true),
        "false" | "FALSE" | "False" | "0" => Some(false),
        _ => None,
    }
}

/// Returns the text of a key, or `None` if one of its parts is empty.
pub(super) fn key_text<'r>(
    parts: &'r [Expr],
    record: &Record<'r>,
) -> Result<Option<Cow<'r, str>>, Invalid> {
    if let [part] = parts {
        return Ok(part.text(record)?.filter(|text| !text.is_empty()));
    }
    let mut key = String::new();
    for (at, part) in parts.iter().enumerate() {
        let Some(text) = part.text(record)?.filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        if at > 0 {
            key.push(',');
        }
        key.push_str(&text);
    }
    Ok(Some(key.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parsed_as_documented() {
        assert_eq!(integer("+7"), Some(7));
        assert_eq!(integer("9223372036854775808"), Some(i64::MIN));
        for text in ["", "-", "7.0", " 7", "7 ", "0x7", "1e3", "--7"] {
            assert_eq!(integer(text), None, "{text}");
        }
        assert_eq!(natural("18446744073709551616"), Some(0));
        assert_eq!(natural("-1"), None);
        assert_eq!(decimal(".5"), Some(0.5));
        assert_eq!(decimal("-1.5E+2"), Some(-150.0));
        for text in ["", "inf", "NaN", "1.", ".", "-", "1,5", "1e"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(narrow(200, 1), -56);
    }
}
