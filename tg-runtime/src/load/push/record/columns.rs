//! A row of any type that serializes, as columns of text.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{self, Impossible, Serializer};

use super::Column;
use crate::error::{Error, ErrorKind, Result};

/// The names of the columns, if the row has any, and their values.
pub(in super::super) fn columns(
    row: &impl Serialize,
) -> Result<(Option<Vec<Column>>, Vec<Column>)> {
    let row = row
        .serialize(RowSerializer::default())
        .map_err(|Refusal(reason)| Error::new(ErrorKind::Encode, reason))?;
    Ok((row.named.then_some(row.names), row.values))
}

/// Why a row is no line of text.
#[derive(Debug)]
struct Refusal(String);

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

impl ser::Error for Refusal {
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

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        let at = self.values.len() + 1;
        let text = value.serialize(ColumnSerializer);
        self.values
            .push(text.map_err(|Refusal(reason)| Refusal(format!("column {at}: {reason}")))?);
        Ok(())
    }
}

fn no_row<T>(what: &str) -> Result<T, Refusal> {
    Err(Refusal(format!("{what} is no row: give a struct, a tuple, a list or a map")))
}

macro_rules! no_rows {
    ($($method:ident($($type:ty),*) $what:literal;)*) => {$(
        fn $method(self, $(_: $type),*) -> Result<Self::Ok, Refusal> {
            no_row($what)
        }
    )*};
}

impl Serializer for RowSerializer {
    type Ok = Self;
    type Error = Refusal;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<Self, Refusal>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<Self, Refusal>;

    no_rows! {
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
        serialize_bytes(&[u8]) "a piece of bytes";
        serialize_none() "nothing";
        serialize_unit() "nothing";
        serialize_unit_struct(&'static str) "nothing";
        serialize_unit_variant(&'static str, u32, &'static str) "a variant";
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self, Refusal> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Self, Refusal> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Self, Refusal> {
        no_row("a variant")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Refusal> {
        Ok(Self::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Refusal> {
        Ok(Self::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Refusal> {
        Ok(Self::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refusal> {
        no_row("a variant")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Refusal> {
        Ok(Self::named())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Refusal> {
        Ok(Self::named())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refusal> {
        no_row("a variant")
    }
}

macro_rules! rows_of_values {
    ($($trait:ident $method:ident)*) => {$(
        impl ser::$trait for RowSerializer {
            type Ok = Self;
            type Error = Refusal;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
                self.value(value)
            }

            fn end(self) -> Result<Self, Refusal> {
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
    type Error = Refusal;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        self.names.push(name.to_owned());
        self.value(value)
    }

    fn end(self) -> Result<Self, Refusal> {
        Ok(self)
    }
}

impl ser::SerializeMap for RowSerializer {
    type Ok = Self;
    type Error = Refusal;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refusal> {
        self.names.push(key.serialize(ColumnSerializer)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        self.value(value)
    }

    fn end(self) -> Result<Self, Refusal> {
        Ok(self)
    }
}

/// One value as the text of a column.
struct ColumnSerializer;

fn no_column<T>(what: &str) -> Result<T, Refusal> {
    Err(Refusal(format!(
        "{what} does not fit into a column: write it as a text that the job splits"
    )))
}

fn finite(is_finite: bool, text: impl FnOnce() -> String) -> Result<Column, Refusal> {
    if is_finite {
        Ok(text())
    } else {
        Err(Refusal("NaN and infinity cannot be loaded".to_owned()))
    }
}

macro_rules! printed {
    ($($method:ident($type:ty))*) => {$(
        fn $method(self, value: $type) -> Result<Column, Refusal> {
            Ok(value.to_string())
        }
    )*};
}

impl Serializer for ColumnSerializer {
    type Ok = Column;
    type Error = Refusal;
    type SerializeSeq = Impossible<Column, Refusal>;
    type SerializeTuple = Impossible<Column, Refusal>;
    type SerializeTupleStruct = Impossible<Column, Refusal>;
    type SerializeTupleVariant = Impossible<Column, Refusal>;
    type SerializeMap = Impossible<Column, Refusal>;
    type SerializeStruct = Impossible<Column, Refusal>;
    type SerializeStructVariant = Impossible<Column, Refusal>;

    printed! {
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

    fn serialize_f32(self, value: f32) -> Result<Column, Refusal> {
        finite(value.is_finite(), || value.to_string())
    }

    fn serialize_f64(self, value: f64) -> Result<Column, Refusal> {
        finite(value.is_finite(), || value.to_string())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Column, Refusal> {
        no_column("a piece of bytes")
    }

    fn serialize_none(self) -> Result<Column, Refusal> {
        Ok(Column::new())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Column, Refusal> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Column, Refusal> {
        Ok(Column::new())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<Column, Refusal> {
        Ok(name.to_owned())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Column, Refusal> {
        Ok(variant.to_owned())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Column, Refusal> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Column, Refusal> {
        no_column("a variant with a value")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Refusal> {
        no_column("a list")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Refusal> {
        no_column("a tuple")
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Refusal> {
        no_column("a tuple")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refusal> {
        no_column("a variant with a value")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refusal> {
        no_column("a map")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Refusal> {
        no_column("a struct")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refusal> {
        no_column("a variant with a value")
    }
}
