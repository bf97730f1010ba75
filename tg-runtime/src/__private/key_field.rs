//! Fields that are a primary id, a part of a key or a discriminator.

use crate::value::{AttributeType, DecodeError, IdText, Key, KeyPart, Row};

/// A part of a key that is written and read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary id, a part of a key or a discriminator",
    label = "keys are STRING, INT, UINT or DATETIME",
    note = "use `String`, an integer such as `i64`, or `DateTime`",
    note = "an enum or newtype of your own is a key with \
            `#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]`"
)]
pub trait StoredKey: Sized {
    type Owned: Key;

    const TYPE: AttributeType;

    fn owned(&self) -> Self::Owned;

    fn write_single(&self, id: &mut IdText);

    fn write_part(&self, id: &mut IdText);

    fn read(row: &mut Row<'_>) -> Result<Self, DecodeError>;

    fn read_attribute(row: &mut Row<'_>, name: &str) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: KeyPart> StoredKey for T
where
    T::Owned: Into<T>,
{
    type Owned = <T as KeyPart>::Owned;

    const TYPE: AttributeType = <T as KeyPart>::TYPE;

    #[inline]
    fn owned(&self) -> Self::Owned {
        self.to_owned_part()
    }

    #[inline]
    fn write_single(&self, id: &mut IdText) {
        id.single(self);
    }

    #[inline]
    fn write_part(&self, id: &mut IdText) {
        id.part(self);
    }

    #[inline]
    fn read(row: &mut Row<'_>) -> Result<Self, DecodeError> {
        row.id()
    }

    #[inline]
    fn read_attribute(row: &mut Row<'_>, name: &str) -> Result<Self, DecodeError> {
        row.primary_id(name)
    }
}

/// A part of a key that is only written: that of a type which borrows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary id, a part of a key or a discriminator",
    label = "keys are STRING, INT, UINT or DATETIME",
    note = "use `&str`, an integer such as `i64`, or `DateTime`",
    note = "an enum or newtype of your own is a key with \
            `#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]`"
)]
pub trait WrittenKey {
    type Owned: Key;

    const TYPE: AttributeType;

    fn owned(&self) -> Self::Owned;

    fn write_single(&self, id: &mut IdText);

    fn write_part(&self, id: &mut IdText);
}

#[diagnostic::do_not_recommend]
impl<T: KeyPart + ?Sized> WrittenKey for T {
    type Owned = <T as KeyPart>::Owned;

    const TYPE: AttributeType = <T as KeyPart>::TYPE;

    #[inline]
    fn owned(&self) -> Self::Owned {
        self.to_owned_part()
    }

    #[inline]
    fn write_single(&self, id: &mut IdText) {
        id.single(self);
    }

    #[inline]
    fn write_part(&self, id: &mut IdText) {
        id.part(self);
    }
}
