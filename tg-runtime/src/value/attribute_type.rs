//! The types of attributes, as constants.

/// The type of an attribute, as a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// UTC, whole seconds.
    DateTime,
    /// Exactly this many bytes.
    FixedBinary(u32),
    /// An ordered collection of one element type.
    List(&'static AttributeType),
    /// An unordered collection of unique elements.
    Set(&'static AttributeType),
    /// From a key type to a value type.
    Map(&'static AttributeType, &'static AttributeType),
    /// A user-defined tuple.
    Tuple(&'static TupleSpec),
    /// A vector attribute with this many dimensions.
    Vector(u32),
}

/// A user-defined tuple.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TupleSpec {
    /// The name on the server.
    pub name: &'static str,
    /// The fields in declaration order.
    pub fields: &'static [TupleFieldSpec],
}

/// One field of a tuple.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TupleFieldSpec {
    /// The name on the server.
    pub name: &'static str,
    /// The type: INT, UINT, FLOAT, DOUBLE, BOOL, DATETIME or STRING.
    pub ty: AttributeType,
    /// The size: characters of a STRING, bytes of an INT or UINT (1, 2, 4 or 8); 0 for the rest.
    pub size: u32,
}
