//! Rows of files whose columns are known at run time.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// A column, by its name and by its place in the first file, which is tried first.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) index: usize,
}

/// Columns are the same by their names: their places may differ between two files.
impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// A row, whose values are found by column.
pub(super) trait Record: DeserializeOwned + 'static {
    /// Returns the value of a column; `None` if it is missing or null.
    fn get(&self, column: &Column) -> Option<Field<'_>>;
}

/// The value of a column.
#[derive(Debug, Clone)]
pub(super) enum Field<'a> {
    Text(Cow<'a, str>),
    /// A value of JSON that is not a text, as it is written: a number keeps all its digits.
    Json(&'a str),
}

impl<'a> Field<'a> {
    pub(super) fn of(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Returns the value as a text: numbers, BOOLs, arrays and objects as JSON.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Json(text) => text,
        }
    }
}

/// A row of CSV. Names and values are parts of one text, because a row lives for a short time.
#[derive(Debug, Default)]
pub(super) struct CsvRecord {
    text: String,
    /// The ends of the name and of the value of each column.
    ends: Vec<(usize, usize)>,
    has_names: bool,
}

impl CsvRecord {
    fn push(&mut self, value: &str) {
        let name_end = self.text.len();
        self.text.push_str(value);
        self.ends.push((name_end, self.text.len()));
    }

    fn value(&self, index: usize) -> Option<&str> {
        let (start, end) = self.ends.get(index)?;
        Some(&self.text[*start..*end])
    }

    fn name(&self, index: usize) -> Option<&str> {
        let end = self.ends.get(index)?.0;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before));
        Some(&self.text[start.map_or(0, |before| before.1)..end])
    }
}

impl Record for CsvRecord {
    fn get(&self, column: &Column) -> Option<Field<'_>> {
        let mut index = column.index;
        if self.has_names && self.name(index) != Some(&column.name) {
            let mut all = 0..self.ends.len();
            index = all.find(|index| self.name(*index) == Some(&column.name))?;
        }
        self.value(index).filter(|text| !text.is_empty()).map(Field::of)
    }
}

impl<'de> Deserialize<'de> for CsvRecord {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Columns;

        impl<'de> Visitor<'de> for Columns {
            type Value = CsvRecord;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<CsvRecord, A::Error> {
                let mut record = CsvRecord { has_names: true, ..CsvRecord::default() };
                while let Some((Text(name), Text(value))) = map.next_entry()? {
                    record.text.push_str(&name);
                    record.push(&value);
                }
                Ok(record)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<CsvRecord, A::Error> {
                let mut record = CsvRecord::default();
                while let Some(Text(value)) = fields.next_element()? {
                    record.push(&value);
                }
                Ok(record)
            }
        }

        input.deserialize_map(Columns)
    }
}

/// A text of the input, borrowed if possible.
struct Text<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Borrowed;

        impl<'de> Visitor<'de> for Borrowed {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(text.into()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(text.to_owned().into()))
            }

            /// The names of the columns are bytes.
            fn visit_borrowed_bytes<E: Error>(self, text: &'de [u8]) -> Result<Text<'de>, E> {
                let text = std::str::from_utf8(text);
                text.map(|text| Text(text.into())).map_err(E::custom)
            }
        }

        input.deserialize_str(Borrowed)
    }
}

/// A row of JSON lines. A name with dots is also a path into nested objects.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct JsonRecord(pub(super) HashMap<String, JsonValue>);

/// A value of a row, as it is written.
#[derive(Debug)]
pub(super) struct JsonValue(pub(super) Box<RawValue>);

impl<'de> Deserialize<'de> for JsonValue {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let value = Box::<RawValue>::deserialize(input)?;
        // An escape may be half a character, which a text cannot contain.
        if value.get().contains('\\') {
            serde_json::from_str::<Value>(value.get()).map_err(D::Error::custom)?;
        }
        Ok(Self(value))
    }
}

impl Record for JsonRecord {
    fn get(&self, column: &Column) -> Option<Field<'_>> {
        let own = |name: &str| self.0.get(name).map(|value| value.0.get());
        let value = own(&column.name).or_else(|| {
            let mut names = column.name.split('.');
            names.clone().nth(1)?;
            let first = own(names.next()?)?;
            names.try_fold(first, |object, name| {
                let members: HashMap<String, &RawValue> = serde_json::from_str(object).ok()?;
                members.get(name).map(|value| value.get())
            })
        });
        match value? {
            "null" => None,
            text => Some(json_text(text).map_or(Field::Json(text), Field::Text)),
        }
    }
}

/// Reads a text of JSON; `None` if the value is not a text.
pub(super) fn json_text(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        return serde_json::from_str(value).ok().map(Cow::Owned);
    }
    Some(inner.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_a_file_with_fewer_columns_has_no_value_in_the_others() {
        let header = csv::StringRecord::from(vec!["id"]);
        let row = csv::StringRecord::from(vec!["P-1"]);
        let row: CsvRecord = row.deserialize(Some(&header)).unwrap();
        let value = |name: &str, index| {
            row.get(&Column { name: name.to_owned(), index }).map(|it| it.text().to_owned())
        };
        assert_eq!(value("id", 2).as_deref(), Some("P-1"));
        assert_eq!(value("y", 2), None);
    }

    #[test]
    fn values_of_json_are_those_that_are_written() {
        let line =
            r#"{"id": 12345678901234567890123, "x": {"y": [1.10]}, "t": "a\u0062", "n": null}"#;
        let row: JsonRecord = serde_json::from_str(line).unwrap();
        let value = |name: &str| {
            row.get(&Column { name: name.to_owned(), index: 0 }).map(|it| it.text().to_owned())
        };
        assert_eq!(value("id").as_deref(), Some("12345678901234567890123"));
        assert_eq!(value("x.y").as_deref(), Some("[1.10]"));
        assert_eq!(value("t").as_deref(), Some("ab"));
        assert_eq!((value("n"), value("z"), value("x.z")), (None, None, None));
        for wrong in [r#"{"t": "\ud800"}"#, r#"{"t": ["\ud800"]}"#, "[1]"] {
            assert!(serde_json::from_str::<JsonRecord>(wrong).is_err(), "{wrong}");
        }
    }
}
