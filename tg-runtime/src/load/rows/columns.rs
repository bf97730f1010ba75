//! The columns of a file, and the fields of the struct that its rows are read into.

use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor, value};
use serde::forward_to_deserialize_any;

use crate::error::{Error, ErrorKind, Result};

/// Compares the columns of a file with the fields of a struct: a column that has the name of a
/// field in another spelling, such as `Weight kg`, would leave an `Option` without a value.
///
/// # Errors
///
/// When there is such a column.
pub(super) fn check_columns<'a, Row: DeserializeOwned>(
    name: Option<&str>,
    columns: impl Iterator<Item = &'a str> + Clone,
) -> Result<()> {
    let fields = fields::<Row>();
    let letters = |name: &str| -> String {
        name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    for field in fields.iter().filter(|field| !columns.clone().any(|column| column == **field)) {
        let mut unused = columns.clone().filter(|column| !fields.contains(column));
        let other = letters(field);
        if let Some(column) = unused.find(|column| letters(column) == other) {
            let name = name.unwrap_or("the data");
            let message = format!(
                "{name} has no column `{field}`, but `{column}`: rename the field \
                 (`#[serde(rename = {column:?})]`)"
            );
            return Err(Error::new(ErrorKind::Source, message));
        }
    }
    Ok(())
}

/// Returns the names of the fields of a struct; nothing of another type, or if serde collects the
/// fields of several (`#[serde(flatten)]`).
pub(super) fn fields<Row: DeserializeOwned>() -> &'static [&'static str] {
    let mut fields: &[&str] = &[];
    // It only records the fields, and always fails.
    let _ = Row::deserialize(Fields(&mut fields));
    fields
}

/// Records the names of the fields of a struct.
struct Fields<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> std::result::Result<V::Value, value::Error> {
        Err(value::Error::custom("only names are read"))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, value::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, value::Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
