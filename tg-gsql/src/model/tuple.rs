//! User-defined tuples.

/// A user-defined tuple: `TYPEDEF TUPLE <...> name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TupleType {
    /// The name, case-sensitive.
    pub name: String,
    /// The fields in declaration order.
    pub fields: Vec<TupleField>,
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
