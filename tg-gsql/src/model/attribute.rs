//! Attributes and the types they may have.

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

/// What a LIST or SET holds, and what a MAP maps to.
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

/// What a MAP is keyed by.
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

/// A literal as it stands behind DEFAULT.
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
