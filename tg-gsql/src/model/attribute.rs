//! Attributes and the types they may have.

use std::fmt;
use std::str::FromStr;

use crate::print;

/// One attribute of a vertex or edge type.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The name, case-sensitive.
    pub name: String,
    /// The type.
    pub ty: AttributeType,
    /// The declared default; without one the type's own default applies.
    pub default: Option<Literal>,
}

/// The type of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AttributeType {
    /// Signed, 64 bits.
    Int,
    /// Unsigned, 64 bits.
    Uint,
    /// 4 bytes, about 7 digits.
    Float,
    /// 8 bytes, about 16 digits.
    Double,
    /// `true` or `false`.
    Bool,
    /// UTF-8 text.
    String,
    /// UTC, whole seconds, from 1582-10-15 to 9999-12-31.
    DateTime,
    /// Exactly this many bytes.
    FixedBinary(u32),
    /// An ordered collection that keeps duplicates.
    List(ElementType),
    /// An unordered collection of unique elements.
    Set(ElementType),
    /// Unique keys, each with a value.
    Map(MapKeyType, ElementType),
    /// A user-defined tuple, by name.
    Tuple(String),
}

/// The type of the elements of a LIST or SET, and of the values of a MAP.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ElementType {
    /// INT
    Int,
    /// DOUBLE
    Double,
    /// STRING
    String,
    /// DATETIME
    DateTime,
    /// A user-defined tuple, by name.
    Tuple(String),
}

/// The type of the keys of a MAP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MapKeyType {
    /// INT
    Int,
    /// STRING
    String,
    /// DATETIME
    DateTime,
}

/// The type of a primary id, of a part of a composite key, or of a discriminator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// STRING
    String,
    /// INT
    Int,
    /// UINT
    Uint,
    /// DATETIME
    DateTime,
}

/// A literal, as after DEFAULT.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A whole number, wide enough for INT and UINT.
    Int(i128),
    /// A number with a decimal point.
    Double(f64),
    /// Quoted text: also how BOOL and DATETIME defaults are written.
    String(String),
    /// `true` or `false`, unquoted.
    Bool(bool),
}

impl KeyType {
    /// Returns the key type that stores the same values, if there is one.
    #[must_use]
    pub fn of(ty: &AttributeType) -> Option<Self> {
        match ty {
            AttributeType::String => Some(Self::String),
            AttributeType::Int => Some(Self::Int),
            AttributeType::Uint => Some(Self::Uint),
            AttributeType::DateTime => Some(Self::DateTime),
            _ => None,
        }
    }
}

impl From<KeyType> for AttributeType {
    fn from(key: KeyType) -> Self {
        match key {
            KeyType::String => Self::String,
            KeyType::Int => Self::Int,
            KeyType::Uint => Self::Uint,
            KeyType::DateTime => Self::DateTime,
        }
    }
}

impl From<MapKeyType> for ElementType {
    fn from(key: MapKeyType) -> Self {
        match key {
            MapKeyType::Int => Self::Int,
            MapKeyType::String => Self::String,
            MapKeyType::DateTime => Self::DateTime,
        }
    }
}

impl AttributeType {
    /// Returns the tuple that the type is, or contains as an element.
    #[must_use]
    pub fn tuple(&self) -> Option<&str> {
        match self {
            Self::Tuple(name)
            | Self::List(ElementType::Tuple(name))
            | Self::Set(ElementType::Tuple(name))
            | Self::Map(_, ElementType::Tuple(name)) => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for AttributeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int => f.write_str("INT"),
            Self::Uint => f.write_str("UINT"),
            Self::Float => f.write_str("FLOAT"),
            Self::Double => f.write_str("DOUBLE"),
            Self::Bool => f.write_str("BOOL"),
            Self::String => f.write_str("STRING"),
            Self::DateTime => f.write_str("DATETIME"),
            Self::FixedBinary(bytes) => write!(f, "FIXED_BINARY({bytes})"),
            Self::List(element) => write!(f, "LIST<{element}>"),
            Self::Set(element) => write!(f, "SET<{element}>"),
            Self::Map(key, value) => write!(f, "MAP<{key}, {value}>"),
            Self::Tuple(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for ElementType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Int => "INT",
            Self::Double => "DOUBLE",
            Self::String => "STRING",
            Self::DateTime => "DATETIME",
            Self::Tuple(name) => name,
        })
    }
}

impl fmt::Display for MapKeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Int => "INT",
            Self::String => "STRING",
            Self::DateTime => "DATETIME",
        })
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "STRING",
            Self::Int => "INT",
            Self::Uint => "UINT",
            Self::DateTime => "DATETIME",
        })
    }
}

/// In GSQL's spelling: text in quotes with `"` and `\` escaped, a whole DOUBLE with `.0`.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => write!(f, "{number}"),
            Self::Double(number) if number.fract() == 0.0 => write!(f, "{number:.1}"),
            Self::Double(number) => write!(f, "{number}"),
            Self::String(text) => f.write_str(&print::string(text)),
            Self::Bool(truth) => write!(f, "{truth}"),
        }
    }
}

/// A text that is not one that [`Literal`] prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidLiteral;

impl fmt::Display for InvalidLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a literal is a number, a text in quotes, `true` or `false`")
    }
}

impl std::error::Error for InvalidLiteral {}

/// Reads the output of [`Display`](fmt::Display).
impl FromStr for Literal {
    type Err = InvalidLiteral;

    fn from_str(literal: &str) -> Result<Self, InvalidLiteral> {
        if let Ok(truth) = literal.parse() {
            return Ok(Self::Bool(truth));
        }
        if let Ok(number) = literal.parse() {
            return Ok(Self::Int(number));
        }
        for quotes in ["\"\"\"", "\""] {
            let quoted = literal.strip_prefix(quotes).and_then(|rest| rest.strip_suffix(quotes));
            if let Some(text) = quoted {
                let mut plain = String::with_capacity(text.len());
                let mut characters = text.chars();
                while let Some(character) = characters.next() {
                    let escaped =
                        if character == '\\' { characters.next() } else { Some(character) };
                    plain.push(escaped.ok_or(InvalidLiteral)?);
                }
                return Ok(Self::String(plain));
            }
        }
        let number: f64 = literal.parse().map_err(|_| InvalidLiteral)?;
        if number.is_finite() { Ok(Self::Double(number)) } else { Err(InvalidLiteral) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        let texts = ["", "\"", "\\", "a\"b\\n", "two\nlines \"\"\"", "true", "1"];
        let literals = texts.map(|text| Literal::String(text.to_owned()));
        let others = [
            Literal::Int(-1),
            Literal::Int(u64::MAX.into()),
            Literal::Double(-1.0),
            Literal::Double(1e300),
            Literal::Double(0.1),
            Literal::Bool(true),
        ];
        for literal in literals.into_iter().chain(others) {
            assert_eq!(literal.to_string().parse(), Ok(literal));
        }
        for text in ["", "x", "\"", "NaN", "inf", "\"\\\""] {
            assert_eq!(text.parse::<Literal>(), Err(InvalidLiteral), "{text}");
        }
    }
}
