//! Reads JSON objects entry by entry, including repeated keys.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::body::Reader;
use crate::http::restpp::error::RestError;

/// One level of the body: how to read each entry of its object.
pub(super) trait Level<'de, 'r> {
    /// The reader of the body, which keeps the errors of a level.
    fn reader(&self) -> &'r Reader<'r>;

    /// Reads the value of an entry.
    fn entry<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error>;

    /// Takes the result of the object, once all its entries have been read.
    fn finish(&mut self) -> Result<(), RestError> {
        Ok(())
    }
}

/// Reads one object on a level.
pub(super) struct Object<L>(pub(super) L);

impl<'de, 'r, L: Level<'de, 'r>> Object<L> {
    fn read<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key)? {
            self.0.entry(&key, &mut map)?;
        }
        self.0.finish().map_err(|error| self.0.reader().refuse(error))
    }
}

/// Ties the two lifetimes of a level to the types that serde requires.
pub(super) struct Seed<'r, F>(pub(super) &'r Reader<'r>, pub(super) F);

/// Reads an object by a new level, or each object of an array.
pub(super) struct OneOrMany<'r, F>(pub(super) &'r Reader<'r>, pub(super) F);

impl<'de, 'r, L: Level<'de, 'r>, F: FnOnce() -> L> DeserializeSeed<'de> for Seed<'r, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 'r, L: Level<'de, 'r>, F: FnOnce() -> L> Visitor<'de> for Seed<'r, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        Object(self.1()).read(map)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Err(self.0.refuse(text_in_wrong_place()))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Err(self.0.refuse(null()))
    }
}

impl<'de, 'r, L: Level<'de, 'r>, F: FnMut() -> L> DeserializeSeed<'de> for OneOrMany<'r, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 'r, L: Level<'de, 'r>, F: FnMut() -> L> Visitor<'de> for OneOrMany<'r, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of attributes, or an array of them")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        Object((self.1)()).read(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Seed(self.0, &mut self.1))?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Err(self.0.refuse(text_in_wrong_place()))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Err(self.0.refuse(null()))
    }
}

/// A key, borrowed from the body if it contains no escapes.
pub(super) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

pub(super) fn null() -> RestError {
    RestError::upsert("Null JSON value is not supported")
}

/// REST-2001: JSON, but not of the shape of an upsert.
pub(super) fn misshapen(detail: &str) -> RestError {
    RestError::new("REST-2001", format!("The payload format parsing error, {detail}"))
}

fn text_in_wrong_place() -> RestError {
    misshapen("the string type variable is only allowed for attribute value or operator.")
}
