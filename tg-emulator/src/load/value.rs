//! Texts into values of an attribute's type.

use std::borrow::Cow;

use super::expr::{Expr, Invalid, Record};
use super::statistics::ObjectFault;
use super::time;
use crate::store::{Value, ValueType, last_of_each_key, unique};

/// The value of an attribute, as the job describes it.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    /// One token.
    One(Expr),
    /// `SPLIT(column, separator)`
    Split(Expr, Expr),
    /// `SPLIT(column, key separator, entry separator)`
    SplitEntries(Expr, Expr, Option<Expr>),
    /// `LIST(..)`, `SET(..)`
    Elements(Vec<Cell>),
    /// `MAP((a -> b), ..)`, `(a -> b)`
    Entries(Vec<(Expr, Cell)>),
    /// `Name(..)`: the fields of a tuple.
    Fields(Vec<Expr>),
}

impl From<Invalid> for ObjectFault {
    fn from(_: Invalid) -> Self {
        Self::Attribute
    }
}

impl Cell {
    /// The value; nothing if the line has none, so that an attribute keeps what it has.
    pub(super) fn value(
        &self,
        ty: &ValueType,
        record: &Record<'_>,
    ) -> Result<Option<Value>, ObjectFault> {
        let value = match self {
            Self::One(expr) => match expr.text(record)? {
                None => return Ok(None),
                Some(text) => return of_token(&text, ty),
            },
            Self::Split(column, separator) => {
                let Some(text) = column.text(record)? else { return Ok(None) };
                let separator = separator.text(record)?.unwrap_or_default();
                match ty {
                    ValueType::Map(..) => {
                        return map_of(ty, [pair(&text, &separator)?].into_iter());
                    }
                    ValueType::Vector(dimension) => vector(&text, &separator, *dimension)?,
                    _ if text.is_empty() => return Ok(Some(ty.zero())),
                    _ => elements(ty, parts(&text, &separator).map(|part| of_element(part, ty)))?,
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
                return map_of(ty, pairs?.into_iter());
            }
            Self::Elements(cells) => {
                let (ValueType::List(element) | ValueType::Set(element)) = ty else {
                    return Err(ObjectFault::Attribute);
                };
                elements(ty, cells.iter().map(|cell| cell.required(element, record)))?
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
                ValueType::Tuple(_) => tuple(fields, ty, record)?,
                // A collection of tuples takes one as its element.
                ValueType::List(element) | ValueType::Set(element) => {
                    Value::List(Box::new([tuple(fields, element, record)?]))
                }
                _ => return Err(ObjectFault::Attribute),
            },
        };
        Ok(Some(value))
    }

    /// The value of an element, which cannot be left out.
    fn required(&self, ty: &ValueType, record: &Record<'_>) -> Result<Value, ObjectFault> {
        self.value(ty, record)?.ok_or(ObjectFault::Attribute)
    }
}

/// The value of a token that is an attribute's whole value.
pub(super) fn of_token(text: &str, ty: &ValueType) -> Result<Option<Value>, ObjectFault> {
    match ty {
        ValueType::Text(_) => scalar(text, ty).map(Some),
        ValueType::List(element) | ValueType::Set(element) => {
            Ok(Some(Value::List(Box::new([required(text, element)?]))))
        }
        _ if text.is_empty() => Ok(None),
        ValueType::Vector(dimension) => {
            let text = text.trim().trim_start_matches('[').trim_end_matches(']');
            vector(text, ",", *dimension).map(Some)
        }
        _ => scalar(text, ty).map(Some),
    }
}

fn required(text: &str, ty: &ValueType) -> Result<Value, ObjectFault> {
    match ty {
        ValueType::Text(_) => scalar(text, ty),
        _ if text.is_empty() => Err(ObjectFault::Attribute),
        _ => scalar(text, ty),
    }
}

fn of_element(text: &str, ty: &ValueType) -> Result<Value, ObjectFault> {
    match ty {
        ValueType::List(element) | ValueType::Set(element) => required(text, element),
        _ => Err(ObjectFault::Attribute),
    }
}

fn elements(
    ty: &ValueType,
    values: impl Iterator<Item = Result<Value, ObjectFault>>,
) -> Result<Value, ObjectFault> {
    let values: Vec<Value> = values.collect::<Result<_, _>>()?;
    Ok(Value::List(match ty {
        ValueType::Set(_) => unique(values),
        _ => values.into(),
    }))
}

fn map_of<'t>(
    ty: &ValueType,
    pairs: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<Option<Value>, ObjectFault> {
    let ValueType::Map(key_type, value_type) = ty else { return Err(ObjectFault::Attribute) };
    let pairs =
        pairs.map(|(key, value)| Ok((required(key, key_type)?, required(value, value_type)?)));
    let pairs: Vec<_> = pairs.collect::<Result<_, ObjectFault>>()?;
    Ok(Some(Value::Map(last_of_each_key(pairs))))
}

fn pair<'t>(text: &'t str, separator: &str) -> Result<(&'t str, &'t str), ObjectFault> {
    text.split_once(separator).filter(|_| !separator.is_empty()).ok_or(ObjectFault::Attribute)
}

/// The parts of a text; an empty separator separates nothing.
pub(super) fn parts<'t>(text: &'t str, separator: &str) -> impl Iterator<Item = &'t str> + use<'t> {
    let parts: Vec<&str> =
        if separator.is_empty() { vec![text] } else { text.split(separator).collect() };
    parts.into_iter()
}

fn tuple(fields: &[Expr], ty: &ValueType, record: &Record<'_>) -> Result<Value, ObjectFault> {
    let ValueType::Tuple(shape) = ty else { return Err(ObjectFault::Attribute) };
    if fields.len() != shape.fields.len() {
        return Err(ObjectFault::Attribute);
    }
    let values = fields.iter().zip(&shape.fields).map(|(field, (_, ty))| {
        let text = field.text(record)?.unwrap_or_default();
        Ok(of_token(&text, ty)?.unwrap_or_else(|| ty.zero()))
    });
    Ok(Value::Tuple(values.collect::<Result<_, ObjectFault>>()?))
}

fn vector(text: &str, separator: &str, dimension: u32) -> Result<Value, ObjectFault> {
    let numbers = parts(text, separator).map(|part| single(part.trim()));
    let numbers: Box<[f32]> = numbers.collect::<Option<_>>().ok_or(ObjectFault::Attribute)?;
    if numbers.len() != dimension as usize {
        return Err(ObjectFault::Attribute);
    }
    Ok(Value::Vector(numbers))
}

fn scalar(text: &str, ty: &ValueType) -> Result<Value, ObjectFault> {
    let value = match ty {
        ValueType::Text(None) => Some(Value::text(text)),
        ValueType::Text(Some(limit)) => {
            Some(Value::Text(text.chars().take(*limit as usize).collect::<String>().into()))
        }
        ValueType::Int(bytes) => integer(text).map(|number| Value::Int(narrow(number, *bytes))),
        ValueType::Uint(bytes) => natural(text).map(|number| Value::Uint(number & mask(*bytes))),
        ValueType::Float => single(text).map(Value::Float),
        ValueType::Double => decimal(text).filter(|number| number.is_finite()).map(Value::Double),
        ValueType::Bool => boolean(text).map(Value::Bool),
        ValueType::DateTime => time::attribute(text).map(Value::DateTime),
        ValueType::FixedBinary(length) => {
            if text.len() != *length as usize {
                return Err(ObjectFault::FixedBinary);
            }
            Some(Value::text(text))
        }
        _ => None,
    };
    value.ok_or(ObjectFault::Attribute)
}

fn mask(bytes: u8) -> u64 {
    if bytes >= 8 { u64::MAX } else { (1 << (8 * u32::from(bytes))) - 1 }
}

fn narrow(number: i64, bytes: u8) -> i64 {
    let unused = 64 - 8 * u32::from(bytes.min(8));
    (number << unused) >> unused
}

/// `[-+]?[0-9]+`; what is out of range overflows, as it does in the engine.
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

/// `[0-9]+`
pub(super) fn natural(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let add = |number: u64, byte: u8| number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
    Some(text.bytes().fold(0, add))
}

/// `[-+]?[0-9]*.?[0-9]+([eE][-+]?[0-9]+)?`
pub(super) fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plausible = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'));
    let mantissa = unsigned.split(['e', 'E']).next().unwrap_or_default();
    if !plausible || mantissa.ends_with('.') {
        return None;
    }
    text.parse().ok()
}

/// A FLOAT; nothing if it has no room for the number: infinity could not be read back as JSON.
fn single(text: &str) -> Option<f32> {
    decimal(text).map(|number| number as f32).filter(|number| number.is_finite())
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "TRUE" | "True" | "1" => Some(true),
        "false" | "FALSE" | "False" | "0" => Some(false),
        _ => None,
    }
}

/// The text of a key: its parts joined, if there is one and none of them is empty.
pub(super) fn key_text<'r>(
    parts: &'r [Expr],
    record: &Record<'r>,
) -> Result<Option<Cow<'r, str>>, Invalid> {
    if let [only] = parts {
        return Ok(only.text(record)?.filter(|text| !text.is_empty()));
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
    fn numbers_are_read_as_documented() {
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
