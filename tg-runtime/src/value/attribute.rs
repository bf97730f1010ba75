//! The traits of types that are attributes.

use super::kind::{Kind, Permits, uses};
use super::{AttributeType, DecodeError, Decoder, Encoder, TupleSpec};

/// A Rust type that an attribute can be written from.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a TigerGraph attribute",
    label = "no TigerGraph attribute type stores this",
    note = "INT is `i64`, UINT is `u64`, FLOAT is `f32`, DOUBLE is `f64`, BOOL is `bool`, STRING is `String`, DATETIME is `DateTime`, \
            LIST is `Vec<T>`, SET is `BTreeSet<T>`, MAP is `BTreeMap<K, T>`",
    note = "for an enum or newtype of your own: `#[derive(Attribute)]`; for a tuple: `#[derive(Tuple)]`; for a foreign type: `#[tg(with = \"module\")]`"
)]
pub trait Attribute {
    /// The kind of the type, which decides where the type may be used.
    type Kind: Kind;

    /// The type that stores it.
    const TYPE: AttributeType;

    /// The literals in which GSQL spells the values of an enum; empty for every other type.
    #[doc(hidden)]
    const VARIANTS: &'static [&'static str] = &[];

    /// Writes the value as an upsert spells it.
    fn encode(&self, out: &mut Encoder);

    /// Returns `true` if the attribute is left out: `None` of an `Option`.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A Rust type that an attribute can be read into.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a TigerGraph attribute",
    label = "an attribute of this type can only be written",
    note = "read into a type that owns its data, as `String` does"
)]
pub trait ReadAttribute: Attribute + Sized {
    /// Reads the value as an answer spells it.
    ///
    /// # Errors
    ///
    /// If the answer contains a value of another type.
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError>;

    /// Reads the value of an `Option`: `None` if it is that of an attribute that was never written,
    /// and not one of this type.
    #[doc(hidden)]
    fn decode_optional(input: &mut Decoder<'_>) -> Result<Option<Self>, DecodeError> {
        Self::decode(input).map(Some)
    }

    /// Returns the value of an attribute that the answer does not have: `None` for an `Option`.
    fn absent() -> Option<Self> {
        None
    }
}

/// An element of a LIST or SET, or a value of a MAP: INT, DOUBLE, STRING, DATETIME and tuples.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an element of a LIST, SET or MAP",
    label = "collections hold INT, DOUBLE, STRING, DATETIME or a tuple",
    note = "TigerGraph has no collections of UINT, FLOAT or BOOL, and none of collections: use `i64` or `f64`, \
            or wrap the fields in a `#[derive(Tuple)]`"
)]
pub trait Element: Attribute {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: Permits<{ uses::ELEMENT }>> + ?Sized> Element for T {}

/// A key of a MAP: INT, STRING and DATETIME.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a MAP",
    label = "the keys of a MAP are INT, STRING or DATETIME",
    note = "use `i64`, `String` or `DateTime`"
)]
pub trait MapKey: Attribute {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: Permits<{ uses::MAP_KEY }>> + ?Sized> MapKey for T {}

/// A user-defined tuple. Implemented by `#[derive(Tuple)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a user-defined tuple",
    label = "no TigerGraph tuple is known for this",
    note = "annotate the struct with `#[derive(Tuple)]`"
)]
pub trait Tuple: Attribute {
    /// The tuple's schema.
    const SPEC: TupleSpec;
}

/// A field of a tuple. Tuples have a fixed size, so collections are excluded.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a tuple",
    label = "the fields of a tuple are INT, UINT, FLOAT, DOUBLE, BOOL, DATETIME or STRING",
    note = "for a STRING field give the size in characters: `#[tg(size = 40)]`"
)]
pub trait TupleField: Attribute {
    /// The size in bytes of an INT or UINT; 0 for types that have none, and for STRING, whose
    /// size the field must give.
    const SIZE: u32;
}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: Permits<{ uses::TUPLE_FIELD }>> + ?Sized> TupleField for T {
    const SIZE: u32 = T::Kind::SIZE;
}
