//! The ids of vertices: parsing, validation and their canonical text.

use tg_gsql::model::KeyType;

use super::datetime;
use super::schema::{EdgeShape, KeyShape, VertexShape};
use super::types::ValueType;
use super::value::Value;

/// The maximum length of a primary key in bytes.
const MAX_BYTES: usize = 16_384;

/// The id of a vertex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// The canonical text: `7` for `007`; the parts of a composite key are separated by commas.
    pub(crate) text: Box<str>,
    /// The values of the parts that are attributes. Empty for a `PRIMARY_ID`.
    pub(super) parts: Box<[Value]>,
}

/// The reason why a text is not a valid id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KeyError {
    #[error("the vertex id is empty")]
    Empty,
    #[error("the vertex id is longer than {MAX_BYTES} bytes")]
    TooLong,
    #[error("the vertex id '{text}' cannot be converted to {ty}")]
    Type { text: String, ty: &'static str },
    #[error("the vertex id '{text}' has {found} parts, the primary key has {expected}")]
    Parts { text: String, found: usize, expected: usize },
    #[error("the discriminator '{text}' has {found} parts, the edge type has {expected}")]
    Discriminator { text: String, found: usize, expected: usize },
}

impl Key {
    pub(crate) fn parse(text: &str, shape: &VertexShape) -> Result<Self, KeyError> {
        if text.is_empty() {
            return Err(KeyError::Empty);
        }
        if text.len() > MAX_BYTES {
            return Err(KeyError::TooLong);
        }
        match &shape.key {
            KeyShape::Id { ty, .. } => {
                Ok(Self { text: canonical_text(text, *ty)?, parts: Box::default() })
            }
            KeyShape::Columns(columns) => match columns.as_slice() {
                [(_, ty)] => Self::single(text, *ty),
                columns => Self::composite(text, columns),
            },
        }
    }

    fn single(text: &str, ty: KeyType) -> Result<Self, KeyError> {
        let value = parse_part(text, ty)?;
        Ok(Self { text: part_text(&value).into(), parts: Box::new([value]) })
    }

    fn composite(text: &str, columns: &[(usize, KeyType)]) -> Result<Self, KeyError> {
        // The server does not document an escape for commas in ids, so a part cannot contain one.
        let texts: Vec<_> = text.split(',').collect();
        if texts.len() != columns.len() {
            let (found, expected) = (texts.len(), columns.len());
            return Err(KeyError::Parts { text: text.to_owned(), found, expected });
        }
        let parts = texts.iter().zip(columns).map(|(text, (_, ty))| parse_part(text, *ty));
        let parts: Box<[Value]> = parts.collect::<Result<_, _>>()?;
        let text = parts.iter().map(part_text).collect::<Vec<_>>().join(",");
        Ok(Self { text: text.into(), parts })
    }

    /// Returns the value of a column that is part of the key, or `None` for other columns.
    pub(crate) fn column_value(&self, shape: &VertexShape, column: usize) -> Option<&Value> {
        match &shape.key {
            KeyShape::Id { .. } => None,
            KeyShape::Columns(columns) => {
                let at = columns.iter().position(|(known, _)| *known == column)?;
                self.parts.get(at)
            }
        }
    }

    /// Returns the value of a `PRIMARY_ID`.
    pub(crate) fn value(&self, ty: KeyType) -> Value {
        value_of(&self.text, ty)
    }
}

impl VertexShape {
    /// Assigns the parts of a key to the columns of a vertex.
    pub(super) fn set_key_columns(&self, parts: Box<[Value]>, values: &mut [Value]) {
        if let KeyShape::Columns(columns) = &self.key {
            for ((at, _), part) in columns.iter().zip(parts) {
                values[*at] = part;
            }
        }
    }
}

impl EdgeShape {
    /// Parses the discriminator values of a URL path, in the order of declaration.
    pub(crate) fn parse_discriminator(&self, text: &str) -> Result<Vec<Value>, KeyError> {
        let texts = split_parts(text);
        let columns = &self.columns[..self.discriminators];
        if texts.len() != columns.len() {
            let (found, expected) = (texts.len(), columns.len());
            return Err(KeyError::Discriminator { text: text.to_owned(), found, expected });
        }
        let parts = texts.iter().zip(columns);
        parts.map(|(text, column)| parse_part(text, key_type(&column.ty))).collect()
    }
}

/// Returns the value of an id that was validated before.
pub(crate) fn value_of(text: &str, ty: KeyType) -> Value {
    parse_part(text, ty).unwrap_or_else(|_| Value::text(text))
}

/// Returns the canonical text of an id.
fn canonical_text(text: &str, ty: KeyType) -> Result<Box<str>, KeyError> {
    Ok(match parse_part(text, ty)? {
        Value::Text(text) => text,
        other => part_text(&other).into(),
    })
}

/// Splits the text of a discriminator at its commas. A backslash escapes a comma or a backslash.
pub(crate) fn split_parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let part = match parts.last_mut() {
            Some(part) if c != ',' => part,
            _ => {
                parts.push(String::new());
                continue;
            }
        };
        match chars.peek() {
            Some(&escaped @ (',' | '\\')) if c == '\\' => {
                chars.next();
                part.push(escaped);
            }
            _ => part.push(c),
        }
    }
    parts
}

/// Returns the text of a discriminator, the inverse of [`split_parts`].
pub(crate) fn join_parts(parts: &[Value]) -> String {
    let escaped = parts.iter().map(|part| match part {
        Value::Text(text) => text.replace('\\', "\\\\").replace(',', "\\,"),
        other => part_text(other),
    });
    escaped.collect::<Vec<_>>().join(",")
}

/// Returns the key type of a column.
pub(super) fn key_type(ty: &ValueType) -> KeyType {
    match ty {
        ValueType::Int(_) => KeyType::Int,
        ValueType::Uint(_) => KeyType::Uint,
        ValueType::DateTime => KeyType::DateTime,
        _ => KeyType::String,
    }
}

/// Parses one part of an id or discriminator.
fn parse_part(text: &str, ty: KeyType) -> Result<Value, KeyError> {
    let (value, ty) = match ty {
        KeyType::String => (Some(Value::text(text)), "STRING"),
        KeyType::Int => (text.parse().ok().map(Value::Int), "INT"),
        KeyType::Uint => (text.parse().ok().map(Value::Uint), "UINT"),
        KeyType::DateTime => (datetime::parse(text).map(Value::DateTime), "DATETIME"),
    };
    value.ok_or_else(|| KeyError::Type { text: text.to_owned(), ty })
}

/// Returns the text of one part of an id or discriminator.
fn part_text(value: &Value) -> String {
    match value {
        Value::Int(value) => value.to_string(),
        Value::Uint(value) => value.to_string(),
        Value::DateTime(value) => datetime::format(*value),
        Value::Text(text) => text.to_string(),
        // Cannot occur: keys and discriminators do not have other types.
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_with_commas_and_backslashes_round_trip() {
        let parts = [Value::text("a,b"), Value::Int(-7), Value::text("c\\"), Value::text("")];
        let text = join_parts(&parts);
        assert_eq!(text, "a\\,b,-7,c\\\\,");
        assert_eq!(split_parts(&text), ["a,b", "-7", "c\\", ""]);
    }

    #[test]
    fn a_backslash_before_other_characters_is_literal() {
        assert_eq!(split_parts("c:\\dir,x"), ["c:\\dir", "x"]);
    }

    #[test]
    fn a_backslash_in_a_composite_key_is_literal() {
        let columns = [(0, KeyType::String), (1, KeyType::Int)];
        let key = Key::composite("a\\\\b\\,7", &columns).unwrap();
        assert_eq!(&*key.text, "a\\\\b\\,7");
        assert_eq!(*key.parts, [Value::text("a\\\\b\\"), Value::Int(7)]);
        assert!(matches!(Key::composite("a,b,7", &columns), Err(KeyError::Parts { found: 3, .. })));
    }

    #[test]
    fn equal_ids_have_the_same_text() {
        let id = |text, ty| Key::single(text, ty).map(|key| key.text.to_string());
        assert_eq!(id("007", KeyType::Int).as_deref(), Ok("7"));
        assert_eq!(id("+7", KeyType::Int).as_deref(), Ok("7"));
        assert_eq!(
            id("18446744073709551615", KeyType::Uint).as_deref(),
            Ok("18446744073709551615")
        );
        assert_eq!(id("2024-01-12", KeyType::DateTime).as_deref(), Ok("2024-01-12 00:00:00"));
        assert!(id("-1", KeyType::Uint).is_err());
        assert!(id("7.0", KeyType::Int).is_err());
    }
}
