//! Rows of files whose columns are known at run time.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

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
#[derive(Debug, Clone, Copy)]
pub(super) enum Field<'a> {
    Text(&'a str),
    /// A value of JSON that is not a text.
    Json(&'a Value),
}

impl<'a> Field<'a> {
    /// Returns the value as a text: numbers, BOOLs, arrays and objects as JSON.
    pub(super) fn text(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Json(value) => value.to_string().into(),
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
        self.value(index).filter(|text| !text.is_empty()).map(Field::Text)
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
pub(super) struct JsonRecord(Map<String, Value>);

impl Record for JsonRecord {
    fn get(&self, column: &Column) -> Option<Field<'_>> {
        let value = self.0.get(&column.name).or_else(|| {
            let mut names = column.name.split('.');
            let first = self.0.get(names.next()?)?;
            names.try_fold(first, |object, name| object.get(name))
        });
        match value? {
            Value::Null => None,
            Value::String(text) => Some(Field::Text(text)),
            other => Some(Field::Json(other)),
        }
    }
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
            row.get(&Column { name: name.to_owned(), index }).map(|it| it.text().into_owned())
        };
        assert_eq!(value("id", 2).as_deref(), Some("P-1"));
        assert_eq!(value("y", 2), None);
    }
}
