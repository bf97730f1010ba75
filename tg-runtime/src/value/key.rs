//! Primary ids and their parts.

use std::borrow::Cow;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use super::{AttributeType, DateTime, DecodeError, IdText};

/// A type that a primary id, a part of a composite key or a discriminator can have: STRING, INT,
/// UINT and DATETIME.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary id, a part of a key or a discriminator",
    label = "keys are STRING, INT, UINT or DATETIME",
    note = "use `String`, an integer such as `i64`, or `DateTime`",
    note = "an enum or newtype of your own is a key with \
            `#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]`"
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
    /// Writes the key as the server spells an id.
    fn write(&self, out: &mut IdText);

    /// Writes the key as the server spells a discriminator.
    fn write_escaped(&self, out: &mut IdText);

    /// Hands the type and the unescaped text of each part to `take`.
    #[doc(hidden)]
    fn for_each_part(&self, take: &mut dyn FnMut(AttributeType, &str));

    /// Reads the key from the server's spelling of an id.
    ///
    /// # Errors
    ///
    /// When the text is not a key of this type.
    fn parse(text: &str) -> Result<Self, DecodeError>;
}

/// A value that may stand for a key, or a part of one, of type `K`: `&str` for `String`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of type `{K}`",
    label = "the primary id is a `{K}`",
    note = "pass a `{K}`, an `Id<..>` of the vertex type, or the vertex"
)]
pub trait KeyValue<K>: KeyPart {}

impl<K: KeyPart<Owned = K>> KeyValue<K> for K {}
impl KeyValue<String> for &str {}
impl KeyValue<String> for &String {}
impl KeyValue<String> for Cow<'_, str> {}
impl KeyValue<String> for Box<str> {}
impl KeyValue<String> for Arc<str> {}

impl<K> Key for K
where
    K: KeyPart<Owned = K> + Clone + Debug + Eq + Ord + Hash + Send + Sync + 'static,
{
    fn write(&self, out: &mut IdText) {
        out.single(self);
    }

    fn write_escaped(&self, out: &mut IdText) {
        out.escaped_part(self);
    }

    fn for_each_part(&self, take: &mut dyn FnMut(AttributeType, &str)) {
        hand(self, take);
    }

    fn parse(text: &str) -> Result<Self, DecodeError> {
        K::parse_part(text)
    }
}

macro_rules! composite_keys {
    ($($count:literal: $($part:ident $index:tt),+;)+) => {$(
        impl<$($part),+> Key for ($($part,)+)
        where
            $($part: KeyPart<Owned = $part> + Clone + Debug + Eq + Ord + Hash + Send + Sync + 'static),+
        {
            fn write(&self, out: &mut IdText) {
                $(out.part(&self.$index);)+
            }

            fn write_escaped(&self, out: &mut IdText) {
                $(out.escaped_part(&self.$index);)+
            }

            fn for_each_part(&self, take: &mut dyn FnMut(AttributeType, &str)) {
                $(hand(&self.$index, take);)+
            }

            fn parse(text: &str) -> Result<Self, DecodeError> {
                let mut parts = text.split(',');
                let key = ($($part::parse_part(parts.next().ok_or_else(|| wrong_parts($count, text))?)?,)+);
                match parts.next() {
                    None => Ok(key),
                    Some(_) => Err(wrong_parts($count, text)),
                }
            }
        }
    )+};
}

composite_keys! {
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
}

fn hand<K: KeyPart>(part: &K, take: &mut dyn FnMut(AttributeType, &str)) {
    let mut text = String::new();
    part.write_part(&mut text);
    take(K::TYPE, &text);
}

fn wrong_parts(count: usize, text: &str) -> DecodeError {
    DecodeError::mismatch(format!("an id of {count} parts joined by commas"), format!("`{text}`"))
}

macro_rules! text_parts {
    ($($ty:ty),+) => {$(
        impl KeyPart for $ty {
            type Owned = String;

            const TYPE: AttributeType = AttributeType::String;

            fn to_owned_part(&self) -> String {
                (**self).to_owned()
            }

            #[inline]
            fn write_part(&self, out: &mut String) {
                out.push_str(self);
            }

            #[inline]
            fn parse_part(text: &str) -> Result<String, DecodeError> {
                Ok(text.to_owned())
            }
        }
    )+};
}

text_parts!(String, Cow<'_, str>, Box<str>, Arc<str>);

impl KeyPart for str {
    type Owned = String;

    const TYPE: AttributeType = AttributeType::String;

    fn to_owned_part(&self) -> String {
        self.to_owned()
    }

    fn write_part(&self, out: &mut String) {
        out.push_str(self);
    }

    fn parse_part(text: &str) -> Result<String, DecodeError> {
        Ok(text.to_owned())
    }
}

macro_rules! integer_parts {
    ($($kind:ident: $($ty:ty),+;)+) => {$($(
        impl KeyPart for $ty {
            type Owned = Self;

            const TYPE: AttributeType = AttributeType::$kind;

            fn to_owned_part(&self) -> Self {
                *self
            }

            fn write_part(&self, out: &mut String) {
                out.push_str(itoa::Buffer::new().format(*self));
            }

            fn parse_part(text: &str) -> Result<Self, DecodeError> {
                text.parse().map_err(|_| DecodeError::mismatch(
                    concat!("an id that is a `", stringify!($ty), "`"),
                    format!("`{text}`"),
                ))
            }
        }
    )+)+};
}

integer_parts! {
    Int: i8, i16, i32, i64;
    Uint: u8, u16, u32, u64;
}

impl KeyPart for DateTime {
    type Owned = Self;

    const TYPE: AttributeType = AttributeType::DateTime;

    fn to_owned_part(&self) -> Self {
        *self
    }

    fn write_part(&self, out: &mut String) {
        self.write_to(out);
    }

    fn parse_part(text: &str) -> Result<Self, DecodeError> {
        text.parse()
            .map_err(|_| DecodeError::mismatch("an id that is a DATETIME", format!("`{text}`")))
    }
}

impl<K: KeyPart + ?Sized> KeyPart for &K {
    type Owned = K::Owned;

    const TYPE: AttributeType = K::TYPE;

    fn to_owned_part(&self) -> K::Owned {
        (**self).to_owned_part()
    }

    fn write_part(&self, out: &mut String) {
        (**self).write_part(out);
    }

    fn parse_part(text: &str) -> Result<K::Owned, DecodeError> {
        K::parse_part(text)
    }
}
