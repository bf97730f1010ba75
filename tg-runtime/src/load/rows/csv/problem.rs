//! The problems of CSV: of a file that does not fit the type of its rows, and of a row.

use csv::{DeserializeErrorKind, ErrorKind as CsvErrorKind, StringRecord};
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor, value};
use serde::forward_to_deserialize_any;

use crate::error::{Error, ErrorKind};
use crate::load::rows::Reason;
use crate::load::rows::input::unreadable;

/// Compares the columns of a file with the fields of a struct: a column that has the name of a
/// field in another spelling, such as `Weight kg`, would leave an `Option` without a value.
///
/// # Errors
///
/// When there is such a column.
pub(super) fn check_columns<Row: DeserializeOwned>(
    name: Option<&str>,
    header: &StringRecord,
) -> Result<(), Error> {
    let mut fields: &[&str] = &[];
    // It only records the fields, and always fails.
    let _ = Row::deserialize(Fields(&mut fields));
    let letters = |name: &str| -> String {
        name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    for field in fields.iter().filter(|field| !header.iter().any(|column| column == **field)) {
        let unused = header.iter().filter(|column| !fields.contains(column));
        let other = letters(field);
        if let Some(column) = unused.into_iter().find(|column| letters(column) == other) {
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

/// Records the names of the fields of a struct.
struct Fields<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(value::Error::custom("only names are read"))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Returns the field of the row's type of which the header may have no column, or two, and their
/// number.
pub(super) fn wrong_column(error: &csv::Error) -> Option<(&str, usize)> {
    let CsvErrorKind::Deserialize { err, .. } = error.kind() else { return None };
    let DeserializeErrorKind::Message(message) = err.kind() else { return None };
    let missing = message.strip_prefix("missing field `").map(|rest| (rest, 0));
    let (rest, count) =
        missing.or_else(|| Some((message.strip_prefix("duplicate field `")?, 2)))?;
    Some((rest.strip_suffix('`')?, count))
}

/// The error of a file whose rows cannot be read into the type, none of them.
pub(super) fn misfit(
    name: Option<&str>,
    column: &str,
    count: usize,
    header: &StringRecord,
) -> Error {
    let name = name.unwrap_or("the data");
    let columns: Vec<_> = header.iter().collect();
    let columns = columns.join(", ");
    let message = if count == 0 {
        format!(
            "{name} has no column `{column}`, and its rows need one; its columns are {columns}. Is \
             the delimiter another one, or the field renamed (`#[serde(rename = \"..\")]`)?"
        )
    } else {
        format!("{name} has {count} columns `{column}`; its columns are {columns}")
    };
    Error::new(ErrorKind::Source, message)
}

/// Returns why a row does not fit its type, with the name of the column and its text.
pub(super) fn reason(
    error: &csv::Error,
    header: Option<&StringRecord>,
    record: &StringRecord,
) -> Reason {
    let CsvErrorKind::Deserialize { err, .. } = error.kind() else {
        return error.to_string().into();
    };
    let Some(index) = err.field() else { return err.kind().to_string().into() };
    let field = |record: &StringRecord| {
        let index = usize::try_from(index).ok()?;
        record.get(index).map(str::to_owned)
    };
    let column = header.and_then(field);
    let column = column.map_or_else(|| format!("column {}", index + 1), |name| format!("`{name}`"));
    let text = field(record).unwrap_or_default();
    format!("{column} is {text:?}: {}", err.kind()).into()
}

/// The error of a file that cannot be read any further.
pub(super) fn broken(name: Option<&str>, error: csv::Error) -> Error {
    match error.into_kind() {
        CsvErrorKind::Io(error) => unreadable(name, error),
        CsvErrorKind::Utf8 { err, .. } => {
            let message = format!("its header is not UTF-8 ({err}): convert the file, as by iconv");
            unreadable(name, std::io::Error::other(message))
        }
        other => unreadable(name, std::io::Error::other(format!("{other:?}"))),
    }
}
