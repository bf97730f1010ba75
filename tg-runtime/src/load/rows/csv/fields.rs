//! Reading the fields of a record into the type of a row.
//!
//! It reads what most rows have, as the crate `csv` does, and is an error for all else: that crate
//! then reads the record once more, whose errors have the field and the reason.

use std::cell::OnceCell;

use serde::de::Error as _;
use serde::de::value::{BorrowedBytesDeserializer, BorrowedStrDeserializer, Error};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::records::Fields;

/// The columns of a file.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The names, if the file has them.
    names: Option<Vec<String>>,
    /// The fields of the struct that rows are read into, and the column of each, if it has one.
    of_fields: OnceCell<(&'static [&'static str], Option<Vec<usize>>)>,
}

impl Columns {
    pub(super) fn new<'a>(names: Option<impl Iterator<Item = &'a str>>) -> Self {
        let names = names.map(|names| names.map(str::to_owned).collect());
        Self { names, of_fields: OnceCell::new() }
    }

    /// Returns the columns of the fields of a struct, if each of them has one.
    fn of_fields(&self, fields: &'static [&'static str]) -> Option<&[usize]> {
        let (known, columns) = self.of_fields.get_or_init(|| (fields, self.find(fields)));
        // A row is of one type, whose fields have one place.
        columns.as_deref().filter(|_| std::ptr::eq(*known, fields))
    }

    fn find(&self, fields: &[&str]) -> Option<Vec<usize>> {
        let names = self.names.as_ref()?;
        let column = |field: &&str| {
            let mut columns = (0..names.len()).filter(|column| names[*column] == *field);
            columns.next().filter(|_| columns.next().is_none())
        };
        fields.iter().map(column).collect()
    }
}

/// A record that is read into a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) fields: Fields<'a>,
    pub(super) columns: &'a Columns,
    /// Texts that are read as none.
    pub(super) null_values: &'a [String],
}

impl<'a> Record<'a> {
    fn field(&self, column: usize) -> Option<Field<'a>> {
        let text = self.fields.get(column)?;
        Some(Field(if self.null_values.iter().any(|null| null == text) { "" } else { text }))
    }
}

fn other() -> Error {
    Error::custom("it is read by the crate csv")
}

impl<'de> Deserializer<'de> for Record<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(other())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(InFile { record: self, next: 0 })
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

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.columns.names {
            Some(_) => visitor.visit_map(InFile { record: self, next: 0 }),
            None => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.columns.of_fields(fields) {
            // No name is compared.
            Some(columns) => visitor.visit_seq(InOrder { record: self, columns: columns.iter() }),
            None => self.deserialize_map(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct enum identifier ignored_any
    }
}

/// The fields in the order of the struct that they are read into.
struct InOrder<'de> {
    record: Record<'de>,
    columns: std::slice::Iter<'de, usize>,
}

impl<'de> SeqAccess<'de> for InOrder<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let field = self.columns.next().and_then(|column| self.record.field(*column));
        field.map(|field| seed.deserialize(field)).transpose()
    }
}

/// The fields in the order of the file.
struct InFile<'de> {
    record: Record<'de>,
    next: usize,
}

impl<'de> SeqAccess<'de> for InFile<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let field = self.record.field(self.next);
        self.next += 1;
        field.map(|field| seed.deserialize(field)).transpose()
    }
}

impl<'de> MapAccess<'de> for InFile<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(name) = self.record.columns.names.as_ref().and_then(|it| it.get(self.next)) else {
            return Ok(None);
        };
        self.next += 1;
        seed.deserialize(BorrowedBytesDeserializer::new(name.as_bytes())).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let field = self.next.checked_sub(1).and_then(|column| self.record.field(column));
        seed.deserialize(field.ok_or_else(other)?)
    }
}

/// A field.
#[derive(Debug, Clone, Copy)]
struct Field<'a>(&'a str);

impl Field<'_> {
    /// Returns `true` if the text may be a number, which a date with a time is not.
    fn is_like_number(self) -> bool {
        let text = self.0.as_bytes();
        let is_first =
            |it: &u8| !it.is_ascii_alphabetic() || matches!(it, b'i' | b'I' | b'n' | b'N');
        text.first().is_some_and(is_first) && memchr::memchr2(b' ', b':', text).is_none()
    }
}

/// Reads a value that Rust parses.
macro_rules! parsed {
    ($($deserialize:ident $visit:ident)*) => {
        $(fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.0.parse().map_err(|_| other())?)
        })*
    };
}

impl<'de> Deserializer<'de> for Field<'de> {
    type Error = Error;

    parsed! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_i64 visit_i64
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
        deserialize_f32 visit_f32
        deserialize_f64 visit_f64
    }

    /// Reads what the text looks like, but for integers of more than 64 bits.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = self.0;
        match text {
            "true" => return visitor.visit_bool(true),
            "false" => return visitor.visit_bool(false),
            _ if !self.is_like_number() => return visitor.visit_str(text),
            _ => {}
        }
        if let Ok(number) = text.parse() {
            visitor.visit_u64(number)
        } else if let Ok(number) = text.parse() {
            visitor.visit_i64(number)
        } else if let Ok(number) = text.parse() {
            let is_integer = text.parse::<i128>().is_ok() || text.parse::<u128>().is_ok();
            if is_integer { Err(other()) } else { visitor.visit_f64(number) }
        } else {
            visitor.visit_str(text)
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(BorrowedStrDeserializer::new(self.0))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}
