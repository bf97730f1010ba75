//! A row of any type that serializes, as columns of text.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{self, Impossible, Serializer};

use super::Column;
use crate::error::{Error, ErrorKind, Result};

/// Returns the names of the columns, if the row has names, and their values.
pub(in super::super) fn columns(
    row: &impl Serialize,
) -> Result<(Option<Vec<Column>>, Vec<Column>)> {
    let row = row
        .serialize(RowSerializer::default())
        .map_err(|Unwritable(reason)| Error::new(ErrorKind::Encode, reason))?;
    Ok((row.named.then_some(row.names), row.values))
}

/// The reason why a row or a value cannot be written.
#[derive(Debug)]
struct Unwritable(String);

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: Display>(reason: T) -> Self {
        Self(reason.to_string())
    }
}

#[derive(Default)]
struct RowSerializer {
    named: bool,
    names: Vec<Column>,
    values: Vec<Column>,
}

impl RowSerializer {
    fn named() -> Self {
        Self { named: true, ..Self::default() }
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        let at = self.values.len() + 1;
        let text = value.serialize(ColumnSerializer);
        self.values
            .push(text.map_err(|Unwritable(reason)| Unwritable(format!("column {at}: {reason}")))?);
        Ok(())
    }
}

fn not_a_row<T>(found: &str) -> Result<T, Unwritable> {
    Err(Unwritable(format!("{found} is not a row: use a struct, a tuple, a list or a map")))
}

macro_rules! not_rows {
    ($($method:ident($($type:ty),*) $found:literal;)*) => {$(
        fn $method(self, $(_: $type),*) -> Result<Self::Ok, Unwritable> {
            not_a_row($found)
        }
    )*};
}

impl Serializer for RowSerializer {
    type Ok = Self;
    type Error = Unwritable;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<Self, Unwritable>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<Self, Unwritable>;

    not_rows! {
        serialize_bool(bool) "a boolean";
        serialize_i8(i8) "a number";
        serialize_i16(i16) "a number";
        serialize_i32(i32) "a number";
        serialize_i64(i64) "a number";
        serialize_u8(u8) "a number";
        serialize_u16(u16) "a number";
        serialize_u32(u32) "a number";
        serialize_u64(u64) "a number";
        serialize_f32(f32) "a number";
        serialize_f64(f64) "a number";
        serialize_char(char) "a character";
        serialize_str(&str) "a text";
        serialize_bytes(&[u8]) "a byte string";
        serialize_none() "a value without data";
        serialize_unit() "a value without data";
        serialize_unit_struct(&'static str) "a value without data";
        serialize_unit_variant(&'static str, u32, &'static str) "a variant";
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self, Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Self, Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Self, Unwritable> {
        not_a_row("a variant")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unwritable> {
        Ok(Self::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Unwritable> {
        Ok(Self::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        Ok(Self::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        not_a_row("a variant")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unwritable> {
        Ok(Self::named())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        Ok(Self::named())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        not_a_row("a variant")
    }
}

macro_rules! rows_of_values {
    ($($trait:ident $method:ident)*) => {$(
        impl ser::$trait for RowSerializer {
            type Ok = Self;
            type Error = Unwritable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.value(value)
            }

            fn end(self) -> Result<Self, Unwritable> {
                Ok(self)
            }
        }
    )*};
}

rows_of_values! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
}

impl ser::SerializeStruct for RowSerializer {
    type Ok = Self;
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.names.push(name.to_owned());
        self.value(value)
    }

    fn end(self) -> Result<Self, Unwritable> {
        Ok(self)
    }
}

impl ser::SerializeMap for RowSerializer {
    type Ok = Self;
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.names.push(key.serialize(ColumnSerializer)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.value(value)
    }

    fn end(self) -> Result<Self, Unwritable> {
        Ok(self)
    }
}

/// Writes one value as the text of a column.
struct ColumnSerializer;

fn not_a_column<T>(found: &str) -> Result<T, Unwritable> {
    Err(Unwritable(format!("{found} is not a column: write it as a text that the job splits")))
}

fn finite(is_finite: bool, text: impl FnOnce() -> String) -> Result<Column, Unwritable> {
    if is_finite {
        Ok(text())
    } else {
        Err(Unwritable("NaN and infinity cannot be loaded".to_owned()))
    }
}

macro_rules! displayed {
    ($($method:ident($type:ty))*) => {$(
        fn $method(self, value: $type) -> Result<Column, Unwritable> {
            Ok(value.to_string())
        }
    )*};
}

impl Serializer for ColumnSerializer {
    type Ok = Column;
    type Error = Unwritable;
    type SerializeSeq = Impossible<Column, Unwritable>;
    type SerializeTuple = Impossible<Column, Unwritable>;
    type SerializeTupleStruct = Impossible<Column, Unwritable>;
    type SerializeTupleVariant = Impossible<Column, Unwritable>;
    type SerializeMap = Impossible<Column, Unwritable>;
    type SerializeStruct = Impossible<Column, Unwritable>;
    type SerializeStructVariant = Impossible<Column, Unwritable>;

    displayed! {
        serialize_bool(bool)
        serialize_i8(i8)
        serialize_i16(i16)
        serialize_i32(i32)
        serialize_i64(i64)
        serialize_i128(i128)
        serialize_u8(u8)
        serialize_u16(u16)
        serialize_u32(u32)
        serialize_u64(u64)
        serialize_u128(u128)
        serialize_char(char)
        serialize_str(&str)
    }

    fn serialize_f32(self, value: f32) -> Result<Column, Unwritable> {
        finite(value.is_finite(), || value.to_string())
    }

    fn serialize_f64(self, value: f64) -> Result<Column, Unwritable> {
        finite(value.is_finite(), || value.to_string())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Column, Unwritable> {
        not_a_column("a byte string")
    }

    fn serialize_none(self) -> Result<Column, Unwritable> {
        Ok(Column::new())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Column, Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Column, Unwritable> {
        Ok(Column::new())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<Column, Unwritable> {
        Ok(name.to_owned())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Column, Unwritable> {
        Ok(variant.to_owned())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Column, Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Column, Unwritable> {
        not_a_column("a variant with a value")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Unwritable> {
        not_a_column("a list")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unwritable> {
        not_a_column("a tuple")
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unwritable> {
        not_a_column("a tuple")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        not_a_column("a variant with a value")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unwritable> {
        not_a_column("a map")
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStruct, Unwritable> {
        not_a_column("a struct")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        not_a_column("a variant with a value")
    }
}
