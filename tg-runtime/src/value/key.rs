//! Primary ids and their parts.

use std::fmt::Debug;
use std::hash::Hash;

use super::{DecodeError, EncodeError};
use crate::schema::AttributeType;

/// A type that a primary id, a part of a composite key or a discriminator can have: STRING, INT,
/// UINT and DATETIME.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary id, a part of a key or a discriminator",
    label = "keys are STRING, INT, UINT or DATETIME",
    note = "use `String`, an integer or `DateTime`, or a newtype of one of them with `#[derive(Attribute)]`"
)]
pub trait KeyPart {
    /// The type that owns its data: `String` for `&str`.
    type Owned: KeyPart<Owned = Self::Owned>
        + Clone
        + Debug
        + Eq
        + Ord
        + Hash
        + Send
        + Sync
        + 'static;

    /// The type that stores it.
    const TYPE: AttributeType;

    /// The part, owned.
    fn to_owned_part(&self) -> Self::Owned;

    /// Writes the text of the part, unescaped.
    fn write_part(&self, out: &mut String);

    /// Reads the part from its text.
    ///
    /// # Errors
    ///
    /// When the text is not of this type.
    fn parse_part(text: &str) -> Result<Self::Owned, DecodeError>;
}

/// A whole primary id or discriminator: one [`KeyPart`], or a tuple of up to six.
pub trait Key: Clone + Debug + Eq + Ord + Hash + Send + Sync + 'static {
    /// Writes the key as the server spells it.
    fn write(&self, out: &mut IdText);

    /// Reads the key from the server's spelling.
    ///
    /// # Errors
    ///
    /// When the text is not a key of this type.
    fn parse(text: &str) -> Result<Self, DecodeError>;
}

/// An id being written.
///
/// Parts of a composite key are joined by `,` and the server knows no escape for a comma inside a
/// part, so such a part is refused. In a discriminator a comma is written `\,`.
#[derive(Debug, Default)]
pub struct IdText {
    text: String,
    error: Option<EncodeError>,
}
