//! User-defined tuples.

use std::fmt;

/// A user-defined tuple: `TYPEDEF TUPLE <...> name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TupleType {
    /// The name, case-sensitive.
    pub name: String,
    /// The fields in declaration order.
    pub fields: Vec<TupleField>,
}

impl TupleType {
    /// Returns the field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&TupleField> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One field of a tuple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TupleField {
    /// The name, case-sensitive.
    pub name: String,
    /// The type.
    pub ty: TupleFieldType,
}

/// The type of a tuple's field; tuples have a fixed size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TupleFieldType {
    /// INT of 1, 2, 4 or 8 bytes.
    Int(u8),
    /// UINT of 1, 2, 4 or 8 bytes.
    Uint(u8),
    /// FLOAT
    Float,
    /// DOUBLE
    Double,
    /// BOOL
    Bool,
    /// DATETIME
    DateTime,
    /// STRING of at most this many characters; longer input is cut by the server.
    String(u32),
}

impl fmt::Display for TupleFieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(8) => f.write_str("INT"),
            Self::Uint(8) => f.write_str("UINT"),
            Self::Int(bytes) => write!(f, "INT({bytes})"),
            Self::Uint(bytes) => write!(f, "UINT({bytes})"),
            Self::Float => f.write_str("FLOAT"),
            Self::Double => f.write_str("DOUBLE"),
            Self::Bool => f.write_str("BOOL"),
            Self::DateTime => f.write_str("DATETIME"),
            Self::String(characters) => write!(f, "STRING({characters})"),
        }
    }
}
