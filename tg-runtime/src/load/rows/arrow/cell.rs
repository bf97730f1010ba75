//! The cells of Arrow arrays as values of serde.

use std::fmt;
use std::ops::Range;

use arrow_array::cast::AsArray as _;
use arrow_array::temporal_conversions as moments;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, StructArray};
use arrow_schema::{DataType, TimeUnit};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize as _, DeserializeSeed, Deserializer, Expected, IntoDeserializer as _,
    MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

/// A cell of a column: the value of an array in a row.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) array: &'a dyn Array,
    pub(super) row: usize,
}

impl<'a> Cell<'a> {
    fn is_null(self) -> bool {
        self.array.is_null(self.row) || self.array.data_type() == &DataType::Null
    }

    /// Returns the cell of a dictionary to which the key in this cell belongs.
    fn of_dictionary(self) -> Result<Self, CellError> {
        let dictionary = self.array.as_any_dictionary();
        let row = usize::deserialize(Cell { array: dictionary.keys(), row: self.row })?;
        Ok(Cell { array: dictionary.values(), row })
    }

    /// Returns a date or time as seconds since 1970, if it has no fraction of one.
    fn seconds(self) -> Option<i64> {
        macro_rules! value {
            ($type:ty) => {
                i64::from(self.array.as_primitive::<$type>().value(self.row))
            };
        }
        let (value, per_second) = match self.array.data_type() {
            DataType::Date32 => return Some(value!(Date32Type) * 86_400),
            DataType::Date64 => (value!(Date64Type), 1_000),
            DataType::Timestamp(TimeUnit::Second, _) => (value!(TimestampSecondType), 1),
            DataType::Timestamp(TimeUnit::Millisecond, _) => {
                (value!(TimestampMillisecondType), 1_000)
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                (value!(TimestampMicrosecondType), 1_000_000)
            }
            DataType::Timestamp(TimeUnit::Nanosecond, _) => {
                (value!(TimestampNanosecondType), 1_000_000_000)
            }
            _ => return None,
        };
        (value % per_second == 0).then_some(value / per_second)
    }

    /// Returns the text of a date, a time or a decimal number, which have no type of serde.
    fn text(self) -> Option<String> {
        macro_rules! value {
            ($type:ty) => {
                self.array.as_primitive::<$type>().value(self.row)
            };
        }
        macro_rules! decimal {
            ($type:ty) => {
                return Some(self.array.as_primitive::<$type>().value_as_string(self.row))
            };
        }
        let (moment, zone) = match self.array.data_type() {
            DataType::Decimal32(..) => decimal!(Decimal32Type),
            DataType::Decimal64(..) => decimal!(Decimal64Type),
            DataType::Decimal128(..) => decimal!(Decimal128Type),
            DataType::Decimal256(..) => decimal!(Decimal256Type),
            DataType::Date32 => {
                let moment = moments::date32_to_datetime(value!(Date32Type))?;
                return Some(moment.date().to_string());
            }
            DataType::Date64 => (moments::date64_to_datetime(value!(Date64Type)), &None),
            DataType::Timestamp(unit, zone) => {
                let moment = match unit {
                    TimeUnit::Second => {
                        moments::timestamp_s_to_datetime(value!(TimestampSecondType))
                    }
                    TimeUnit::Millisecond => {
                        moments::timestamp_ms_to_datetime(value!(TimestampMillisecondType))
                    }
                    TimeUnit::Microsecond => {
                        moments::timestamp_us_to_datetime(value!(TimestampMicrosecondType))
                    }
                    TimeUnit::Nanosecond => {
                        moments::timestamp_ns_to_datetime(value!(TimestampNanosecondType))
                    }
                };
                (moment, zone)
            }
            _ => return None,
        };
        // Values with a zone are in UTC, in any zone.
        let suffix = if zone.is_some() { "Z" } else { "" };
        Some(format!("{:?}{suffix}", moment?))
    }

    fn is_decimal(self) -> bool {
        use DataType::{Decimal32, Decimal64, Decimal128, Decimal256};
        matches!(
            self.array.data_type(),
            Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..)
        )
    }

    /// Returns a decimal number as one of another type, if it has its range and no fraction.
    fn decimal<N: std::str::FromStr>(self) -> Result<Option<N>, CellError> {
        if !self.is_decimal() || self.is_null() {
            return Ok(None);
        }
        let text = self.text().unwrap_or_default();
        let number = text.parse().map_err(|_| CellError(format!("{text} is not exact")))?;
        Ok(Some(number))
    }

    /// Returns the cells of a list.
    fn list(self) -> Option<Cells<'a>> {
        macro_rules! offsets {
            ($list:expr) => {{
                let (list, offsets) = ($list, $list.value_offsets());
                let range = offsets[self.row] as usize..offsets[self.row + 1] as usize;
                Cells { array: list.values().as_ref(), range }
            }};
        }
        Some(match self.array.data_type() {
            DataType::List(_) => offsets!(self.array.as_list::<i32>()),
            DataType::LargeList(_) => offsets!(self.array.as_list::<i64>()),
            DataType::FixedSizeList(_, size) => {
                let (list, size) = (self.array.as_fixed_size_list(), *size as usize);
                let start = (list.offset() + self.row) * size;
                Cells { array: list.values().as_ref(), range: start..start + size }
            }
            _ => return None,
        })
    }
}

impl<'de> Deserializer<'de> for Cell<'_> {
    type Error = CellError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        let Self { array, row } = self;
        macro_rules! number {
            ($type:ty, $visit:ident) => {
                visitor.$visit(array.as_primitive::<$type>().value(row))
            };
        }
        if self.is_null() {
            return visitor.visit_unit();
        }
        if let Some(seconds) = self.seconds() {
            return visitor.visit_i64(seconds);
        }
        if let Some(text) = self.text() {
            return visitor.visit_string(text);
        }
        if let Some(cells) = self.list() {
            return visitor.visit_seq(cells);
        }
        match array.data_type() {
            DataType::Boolean => visitor.visit_bool(array.as_boolean().value(row)),
            DataType::Int8 => number!(Int8Type, visit_i8),
            DataType::Int16 => number!(Int16Type, visit_i16),
            DataType::Int32 => number!(Int32Type, visit_i32),
            DataType::Int64 => number!(Int64Type, visit_i64),
            DataType::UInt8 => number!(UInt8Type, visit_u8),
            DataType::UInt16 => number!(UInt16Type, visit_u16),
            DataType::UInt32 => number!(UInt32Type, visit_u32),
            DataType::UInt64 => number!(UInt64Type, visit_u64),
            DataType::Float16 => {
                visitor.visit_f32(array.as_primitive::<Float16Type>().value(row).to_f32())
            }
            DataType::Float32 => number!(Float32Type, visit_f32),
            DataType::Float64 => number!(Float64Type, visit_f64),
            DataType::Utf8 => visitor.visit_str(array.as_string::<i32>().value(row)),
            DataType::LargeUtf8 => visitor.visit_str(array.as_string::<i64>().value(row)),
            DataType::Utf8View => visitor.visit_str(array.as_string_view().value(row)),
            DataType::Binary => visitor.visit_bytes(array.as_binary::<i32>().value(row)),
            DataType::LargeBinary => visitor.visit_bytes(array.as_binary::<i64>().value(row)),
            DataType::BinaryView => visitor.visit_bytes(array.as_binary_view().value(row)),
            DataType::FixedSizeBinary(_) => {
                visitor.visit_bytes(array.as_fixed_size_binary().value(row))
            }
            DataType::Dictionary(..) => self.of_dictionary()?.deserialize_any(visitor),
            DataType::Struct(_) => visitor.visit_map(Members::new(array.as_struct(), row)),
            DataType::Map(..) => {
                let map = array.as_map();
                let offsets = map.value_offsets();
                let range = offsets[row] as usize..offsets[row + 1] as usize;
                let cells = |array| Cells { array, range: range.clone() };
                let (keys, values) = (cells(map.keys().as_ref()), cells(map.values().as_ref()));
                visitor.visit_map(Entries { keys, values })
            }
            other => Err(CellError(format!("values of the Arrow type {other} are not read"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        if self.is_null() {
            return visitor.visit_none();
        }
        match self.array.data_type() {
            DataType::Dictionary(..) => self.of_dictionary()?.deserialize_option(visitor),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        match self.text() {
            Some(text) if !self.is_null() => visitor.visit_string(text),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        match self.decimal()? {
            Some(number) => visitor.visit_i64(number),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        match self.decimal()? {
            Some(number) => visitor.visit_u64(number),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        match self.decimal()? {
            Some(number) => visitor.visit_f64(number),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, CellError> {
        visitor.visit_newtype_struct(self)
    }

    /// The columns of a row by their positions, or the elements of a list.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        match self.array.data_type() {
            DataType::Struct(_) if !self.is_null() => {
                visitor.visit_seq(Members::new(self.array.as_struct(), self.row))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, CellError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, CellError> {
        self.deserialize_seq(visitor)
    }

    /// A variant by its name.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CellError> {
        visitor.visit_enum(String::deserialize(self)?.into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u128 f32 char bytes byte_buf unit unit_struct map struct
        identifier
    }
}

/// The columns of a struct, in one row.
struct Members<'a> {
    array: &'a StructArray,
    row: usize,
    next: usize,
}

impl<'a> Members<'a> {
    fn new(array: &'a StructArray, row: usize) -> Self {
        Self { array, row, next: 0 }
    }

    /// Reads the next value, and names its column in an error.
    fn value<'de, S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, CellError> {
        let index = self.next;
        self.next += 1;
        let cell = Cell { array: self.array.column(index).as_ref(), row: self.row };
        seed.deserialize(cell).map_err(|CellError(problem)| {
            let name = self.array.column_names()[index];
            CellError(format!("`{name}`: {problem}"))
        })
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = CellError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, CellError> {
        let Some(field) = self.array.fields().get(self.next) else { return Ok(None) };
        seed.deserialize(StrDeserializer::new(field.name())).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, CellError> {
        self.value(seed)
    }
}

impl<'de> SeqAccess<'de> for Members<'_> {
    type Error = CellError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, CellError> {
        if self.next == self.array.num_columns() {
            return Ok(None);
        }
        self.value(seed).map(Some)
    }
}

/// Cells of an array that follow each other.
struct Cells<'a> {
    array: &'a dyn Array,
    range: Range<usize>,
}

impl<'de> SeqAccess<'de> for Cells<'_> {
    type Error = CellError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, CellError> {
        let Some(row) = self.range.next() else { return Ok(None) };
        seed.deserialize(Cell { array: self.array, row }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.range.len())
    }
}

/// The entries of a map.
struct Entries<'a> {
    keys: Cells<'a>,
    values: Cells<'a>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = CellError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, CellError> {
        self.keys.next_element_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, CellError> {
        let value = self.values.next_element_seed(seed)?;
        value.ok_or_else(|| CellError("a map has more keys than values".to_owned()))
    }
}

/// The reason why a value does not fit its type.
#[derive(Debug)]
pub(super) struct CellError(String);

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CellError {}

impl de::Error for CellError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match found {
            Unexpected::Unit => Self(format!("it is null, expected {expected}")),
            _ => Self(format!("invalid type: {found}, expected {expected}")),
        }
    }
}
