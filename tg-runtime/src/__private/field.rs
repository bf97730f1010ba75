//! Fields that are attributes.

use crate::value::{Attribute, AttributeType, DecodeError, Encoder, ReadAttribute, Row};

/// A field that is written and read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a TigerGraph attribute",
    label = "no TigerGraph attribute type stores this",
    note = "INT is `i64`, UINT is `u64`, FLOAT is `f32`, DOUBLE is `f64`, BOOL is `bool`, STRING is `String`, DATETIME is \
            `DateTime`; a LIST `Vec<T>`, SET `BTreeSet<T>` or MAP `BTreeMap<K, T>` holds INT, DOUBLE, STRING, DATETIME or tuples",
    note = "for an enum or newtype of your own write `#[derive(Attribute)]`, for a struct `#[derive(Tuple)]`, for a type of \
            another crate `#[tg(with = module)]`"
)]
pub trait StoredField: Sized {
    const TYPE: AttributeType;
    const VARIANTS: &'static [&'static str];

    fn write(&self, fragment: &'static str, out: &mut Encoder);

    fn read(row: &mut Row<'_>, name: &str) -> Result<Self, DecodeError>;

    fn present(row: &mut Row<'_>, name: &str) -> Result<Option<Self>, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: ReadAttribute> StoredField for T {
    const TYPE: AttributeType = <T as Attribute>::TYPE;
    const VARIANTS: &'static [&'static str] = <T as Attribute>::VARIANTS;

    #[inline]
    fn write(&self, fragment: &'static str, out: &mut Encoder) {
        out.attribute(fragment, self);
    }

    #[inline]
    fn read(row: &mut Row<'_>, name: &str) -> Result<Self, DecodeError> {
        row.attribute(name)
    }

    #[inline]
    fn present(row: &mut Row<'_>, name: &str) -> Result<Option<Self>, DecodeError> {
        row.present(name)
    }
}

/// A field that is only written: that of a type which borrows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a TigerGraph attribute",
    label = "no TigerGraph attribute type stores this",
    note = "INT is `i64`, UINT is `u64`, FLOAT is `f32`, DOUBLE is `f64`, BOOL is `bool`, STRING is `&str`, DATETIME is \
            `DateTime`; a LIST `&[T]`, SET `BTreeSet<T>` or MAP `BTreeMap<K, T>` holds INT, DOUBLE, STRING, DATETIME or tuples",
    note = "for an enum or newtype of your own write `#[derive(Attribute)]`, for a struct `#[derive(Tuple)]`, for a type of \
            another crate `#[tg(with = module)]`"
)]
pub trait WrittenField {
    const TYPE: AttributeType;
    const VARIANTS: &'static [&'static str];

    fn write(&self, fragment: &'static str, out: &mut Encoder);
}

#[diagnostic::do_not_recommend]
impl<T: Attribute + ?Sized> WrittenField for T {
    const TYPE: AttributeType = <T as Attribute>::TYPE;
    const VARIANTS: &'static [&'static str] = <T as Attribute>::VARIANTS;

    #[inline]
    fn write(&self, fragment: &'static str, out: &mut Encoder) {
        out.attribute(fragment, self);
    }
}
