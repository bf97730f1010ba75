//! Rows of Parquet files, with the values that JSON lines have.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use tg_runtime::load::{ParquetSource, Place, RowSource};

use super::record::{Column, Field, JsonRecord, JsonValue, Record};

/// A row, whose values are JSON: dates and decimal numbers are texts.
#[derive(Debug)]
pub(super) struct ParquetRecord(JsonRecord);

impl Record for ParquetRecord {
    fn get(&self, column: &Column) -> Option<Field<'_>> {
        self.0.get(column)
    }
}

impl<'de> Deserialize<'de> for ParquetRecord {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Columns;

        impl<'de> Visitor<'de> for Columns {
            type Value = HashMap<String, JsonValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut values = HashMap::new();
                while let Some((name, Json(value))) = map.next_entry()? {
                    let value = RawValue::from_string(value).map_err(A::Error::custom)?;
                    values.insert(name, JsonValue(value));
                }
                Ok(values)
            }
        }

        input.deserialize_map(Columns).map(|values| Self(JsonRecord(values)))
    }
}

/// A value as JSON.
struct Json(String);

impl Json {
    fn of<E: Error>(value: impl serde::Serialize) -> Result<Self, E> {
        serde_json::to_string(&value).map(Self).map_err(E::custom)
    }

    /// A number that JSON does not have is a text, as which it is rejected by its name.
    fn of_float<E: Error>(value: impl serde::Serialize + Into<f64> + Copy) -> Result<Self, E> {
        let wide: f64 = value.into();
        if wide.is_finite() { Self::of(value) } else { Self::of(wide.to_string()) }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value that JSON has")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
                Json::of(value)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
                Json::of(value)
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
                Json::of(value)
            }

            fn visit_f32<E: Error>(self, value: f32) -> Result<Json, E> {
                Json::of_float(value)
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Json, E> {
                Json::of_float(value)
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
                Json::of(value)
            }

            /// The bytes of a FIXED_BINARY, which servers have as a text.
            fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<Json, E> {
                let text = std::str::from_utf8(value);
                self.visit_str(text.map_err(|_| E::custom("the bytes are not UTF-8"))?)
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json("null".to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
                let mut list = String::from("[");
                while let Some(Json(element)) = elements.next_element()? {
                    if list.len() > 1 {
                        list.push(',');
                    }
                    list.push_str(&element);
                }
                list.push(']');
                Ok(Json(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
                let mut object = String::from("{");
                while let Some((Json(key), Json(value))) = members.next_entry()? {
                    if object.len() > 1 {
                        object.push(',');
                    }
                    // The keys of an object are texts.
                    match key.starts_with('"') {
                        true => object.push_str(&key),
                        false => object.push_str(&format!("\"{key}\"")),
                    }
                    object.push(':');
                    object.push_str(&value);
                }
                object.push('}');
                Ok(Json(object))
            }
        }

        // Dates and decimal numbers become texts, all others what they are.
        input.deserialize_str(Any)
    }
}

/// Returns the columns of a file, its first rows as JSON lines of about this size, and `true` if
/// these are all.
pub(super) fn sample(
    path: &Path,
    max_bytes: usize,
    max_rows: usize,
) -> io::Result<(Vec<String>, Vec<u8>, bool)> {
    let file = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)
        .map_err(|error| io::Error::other(error.to_string()))?;
    let columns = file.schema().fields().iter().map(|field| field.name().clone()).collect();
    let (mut lines, mut rows) = (Vec::new(), reader::<ParquetRecord>(path));
    let mut place = Place::default();
    for _ in 0..max_rows {
        let row = rows.read(&mut place).map_err(|error| io::Error::other(error.to_string()))?;
        match row {
            None => return Ok((columns, lines, true)),
            // The load rejects it.
            Some(Err(_)) => {}
            Some(Ok(ParquetRecord(JsonRecord(values)))) => {
                let values: HashMap<_, _> =
                    values.iter().map(|(it, value)| (it, &value.0)).collect();
                serde_json::to_writer(&mut lines, &values)?;
                lines.push(b'\n');
            }
        }
        if lines.len() > max_bytes {
            break;
        }
    }
    Ok((columns, lines, false))
}

fn reader<Row: DeserializeOwned + 'static>(
    path: &Path,
) -> Box<dyn tg_runtime::load::ReadRows<Row>> {
    ParquetSource::path(path).into_reader()
}
