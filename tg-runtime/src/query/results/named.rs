//! Printed names and the fields of a struct.

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer as _, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use crate::query::json::unfit;
use crate::value::DecodeError;

/// Values by the names that GSQL gives them, which serde reads: the names of fields are found
/// without what marks accumulators (`@`, `@@`) and the set that they are printed from (`S.`).
#[derive(Debug, Default)]
pub(in crate::query) struct Named<'j>(Vec<(String, &'j str)>);

type Error = serde_json::Error;

impl<'j> Named<'j> {
    pub(in crate::query) fn push(&mut self, name: String, json: &'j str) {
        self.0.push((name, json));
    }

    /// Reads all; an error names the place that does not fit.
    pub(in crate::query) fn read<T: DeserializeOwned>(self) -> Result<T, DecodeError> {
        serde_path_to_error::deserialize(self).map_err(|error| {
            let found = match error.path().to_string().as_str() {
                "." => error.inner().to_string(),
                path => format!("at `{path}`: {}", error.inner()),
            };
            unfit::<T>(found)
        })
    }

    /// Returns the value of this name.
    pub(in crate::query) fn get(&self, name: &str) -> Option<&'j str> {
        let is_exact = |(known, _): &&(String, &str)| known == name;
        let is_same = |(known, _): &&(String, &str)| same_but_for_blanks(known, name);
        let found = self.0.iter().find(is_exact).or_else(|| self.0.iter().find(is_same));
        found.map(|(_, json)| *json)
    }

    /// Returns the names in words.
    pub(in crate::query) fn names_in_words(&self) -> String {
        let names: Vec<_> = self.0.iter().map(|(name, _)| format!("`{name}`")).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    }

    /// Gives each field its value: the one of its name, or else the first that is of its name but
    /// for marks. A value without a field keeps its own name.
    fn rename(&mut self, fields: &[&str]) {
        for field in fields {
            if self.0.iter().any(|(name, _)| name == field) {
                continue;
            }
            let is_free = |name: &str| !fields.contains(&name);
            let is_of = |name: &str| bare(name) == *field || same_but_for_blanks(name, field);
            let found = self.0.iter_mut().find(|(name, _)| is_free(name) && is_of(name));
            let dotted = |name: &str| name.rsplit_once('.').is_some_and(|(_, name)| name == *field);
            match found {
                Some((name, _)) => *name = (*field).to_owned(),
                None => {
                    // A field that is called `@count`, printed as `S.@count`.
                    let found = self.0.iter_mut().find(|(name, _)| is_free(name) && dotted(name));
                    if let Some((name, _)) = found {
                        *name = (*field).to_owned();
                    }
                }
            }
        }
    }
}

/// Returns `true` if two expressions have the same text but for blanks outside of their strings.
pub(super) fn same_but_for_blanks(one: &str, other: &str) -> bool {
    fn dense(text: &str) -> impl Iterator<Item = char> {
        let (mut quote, mut is_escaped) = (None, false);
        text.chars().filter(move |&c| {
            match quote {
                Some(_) if is_escaped => is_escaped = false,
                Some(_) if c == '\\' => is_escaped = true,
                Some(open) if c == open => quote = None,
                Some(_) => {}
                None if c == '"' || c == '\'' => quote = Some(c),
                None => return !c.is_whitespace(),
            }
            true
        })
    }
    dense(one).eq(dense(other))
}

/// A name without marks: `count` of `S.@count`, `total` of `@@total`. The text of an expression is
/// no such name.
fn bare(name: &str) -> &str {
    let is_word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let last = match name.split_once('.') {
        Some((set, rest)) if is_word(set) => rest,
        _ => name,
    };
    last.trim_start_matches('@')
}

impl<'de> Deserializer<'de> for Named<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Entries { left: self.0.into_iter(), value: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.rename(fields);
        self.deserialize_any(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Elements(self.0.into_iter()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf map enum
        identifier ignored_any
    }
}

struct Entries<'de> {
    left: std::vec::IntoIter<(String, &'de str)>,
    value: Option<&'de str>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, json)) = self.left.next() else { return Ok(None) };
        self.value = Some(json);
        let key: StringDeserializer<Error> = name.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        // A value is asked for after its key.
        let json = self.value.take().unwrap_or("null");
        seed.deserialize(&mut serde_json::Deserializer::from_str(json))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

struct Elements<'de>(std::vec::IntoIter<(String, &'de str)>);

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some((_, json)) = self.0.next() else { return Ok(None) };
        seed.deserialize(&mut serde_json::Deserializer::from_str(json)).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}
