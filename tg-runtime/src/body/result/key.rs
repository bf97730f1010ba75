//! The keys of maps, which are text in a result.

use crate::schema::{Id, Vertex};
use crate::value::{DecodeError, Key};

/// A Rust type that the key of a printed map can be read into.
///
/// Every key is text in JSON, and is read back from it: numbers, STRING, DATETIME, BOOL, the ids of
/// vertices (without their type, which [`Id<V>`](Id) adds), types with `#[derive(Attribute)]`, and
/// tuples of these whose parts are joined by commas.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the key of a map",
    label = "the keys of a printed map are numbers, text, `DateTime`, `bool` or `Id<V>`",
    note = "an enum or newtype of your own is a key with \
            `#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]`"
)]
pub trait ResultKey: Sized {
    /// Reads a key.
    ///
    /// # Errors
    ///
    /// When the text is not a key of this type.
    fn parse_key(text: &str) -> Result<Self, DecodeError>;
}

impl<K: Key> ResultKey for K {
    fn parse_key(text: &str) -> Result<Self, DecodeError> {
        K::parse(text)
    }
}

impl<V: Vertex> ResultKey for Id<V> {
    fn parse_key(text: &str) -> Result<Self, DecodeError> {
        V::Key::parse(text).map(Self::new)
    }
}

impl ResultKey for bool {
    fn parse_key(text: &str) -> Result<Self, DecodeError> {
        match text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(DecodeError::mismatch("a key that is a BOOL", format!("`{text}`"))),
        }
    }
}
