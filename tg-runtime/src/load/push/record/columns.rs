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
    let mut columns = Columns::default();
    row.serialize(&mut columns)
        .map_err(|Unwritable(reason)| Error::new(ErrorKind::Encode, reason))?;
    Ok((columns.names, columns.values))
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

type Written<T = ()> = std::result::Result<T, Unwritable>;

/// Collects the columns of a row. The first value is the row, and those in it are its columns,
/// which cannot have parts themselves.
#[derive(Default)]
struct Columns {
    is_in_row: bool,
    names: Option<Vec<Column>>,
    values: Vec<Column>,
}

impl Columns {
    /// Begins the row.
    fn row(&mut self, found: &str) -> Written<&mut Self> {
        if self.is_in_row {
            let message =
                format!("{found} is not a column: write it as a text that the job splits");
            return Err(Unwritable(message));
        }
        self.is_in_row = true;
        Ok(self)
    }

    /// Adds a column.
    fn column(&mut self, found: &str, text: impl FnOnce() -> Written<Column>) -> Written {
        if !self.is_in_row {
            let message = format!("{found} is not a row: use a struct, a tuple, a list or a map");
            return Err(Unwritable(message));
        }
        self.values.push(text()?);
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        let number = self.values.len() + 1;
        value
            .serialize(self)
            .map_err(|Unwritable(reason)| Unwritable(format!("column {number}: {reason}")))
    }

    fn name(&mut self, name: &str) {
        self.names.get_or_insert_default().push(name.to_owned());
    }
}

fn finite(text: String, is_finite: bool) -> Written<Column> {
    let not_finite = || Unwritable("NaN and infinity cannot be loaded".to_owned());
    is_finite.then_some(text).ok_or_else(not_finite)
}

macro_rules! displayed {
    ($($method:ident($type:ty) $found:literal)*) => {$(
        fn $method(self, value: $type) -> Written {
            self.column($found, || Ok(value.to_string()))
        }
    )*};
}

impl Serializer for &mut Columns {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Unwritable>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Unwritable>;

    displayed! {
        serialize_bool(bool) "a boolean"
        serialize_i8(i8) "a number"
        serialize_i16(i16) "a number"
        serialize_i32(i32) "a number"
        serialize_i64(i64) "a number"
        serialize_i128(i128) "a number"
        serialize_u8(u8) "a number"
        serialize_u16(u16) "a number"
        serialize_u32(u32) "a number"
        serialize_u64(u64) "a number"
        serialize_u128(u128) "a number"
        serialize_char(char) "a character"
        serialize_str(&str) "a text"
    }

    fn serialize_f32(self, value: f32) -> Written {
        self.column("a number", || finite(value.to_string(), value.is_finite()))
    }

    fn serialize_f64(self, value: f64) -> Written {
        self.column("a number", || finite(value.to_string(), value.is_finite()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Unwritable("a byte string cannot be loaded: write it as a text".to_owned()))
    }

    fn serialize_none(self) -> Written {
        self.column("`None`", || Ok(Column::new()))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.column("`()`", || Ok(Column::new()))
    }

    fn serialize_unit_struct(self, name: &'static str) -> Written {
        self.column("a struct without fields", || Ok(name.to_owned()))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.column("a variant", || Ok(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: &T,
    ) -> Written {
        with_value(variant)
    }

    fn serialize_seq(self, _: Option<usize>) -> Written<Self> {
        self.row("a list")
    }

    fn serialize_tuple(self, _: usize) -> Written<Self> {
        self.row("a tuple")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Written<Self> {
        self.row("a tuple")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Written<Self::SerializeTupleVariant> {
        with_value(variant)
    }

    fn serialize_map(self, _: Option<usize>) -> Written<Self> {
        self.names = Some(Vec::new());
        self.row("a map")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Written<Self> {
        self.names = Some(Vec::new());
        self.row("a struct")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Written<Self::SerializeStructVariant> {
        with_value(variant)
    }
}

fn with_value<T>(variant: &str) -> Written<T> {
    Err(Unwritable(format!("`{variant}` is a variant with a value, which cannot be loaded")))
}

macro_rules! rows_of_values {
    ($($trait:ident $method:ident)*) => {$(
        impl ser::$trait for &mut Columns {
            type Ok = ();
            type Error = Unwritable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.value(value)
            }

            fn end(self) -> Written {
                Ok(())
            }
        }
    )*};
}

rows_of_values! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
}

impl ser::SerializeStruct for &mut Columns {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        self.name(name);
        self.value(value)
    }

    fn end(self) -> Written {
        Ok(())
    }
}

impl ser::SerializeMap for &mut Columns {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        let mut names = Columns { is_in_row: true, ..Columns::default() };
        key.serialize(&mut names)?;
        names.values.iter().for_each(|name| self.name(name));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.value(value)
    }

    fn end(self) -> Written {
        Ok(())
    }
}
