//! The problems of CSV: of a file that does not fit the type of its rows, and of a row.

use csv::{DeserializeErrorKind, ErrorKind as CsvErrorKind, StringRecord};

use crate::error::{Error, ErrorKind};
use crate::load::rows::Reason;

/// The number of lines of a rejected row from which on they are in its reason.
const MANY_LINES: usize = 10;

/// The remedy for quotes that are not around fields.
pub(super) const QUOTES: &str = "; if quotes are characters like any other, read them so \
                                 (`without_quotes()`, or `--no-quotes` of `tg load`)";

/// Adds to the reason of a row of very many lines why it may have them.
pub(super) fn with_hint(reason: Reason, row: &[u8]) -> Reason {
    let lines = memchr::memchr_iter(b'\n', row).count();
    if lines < MANY_LINES {
        return reason;
    }
    format!("{reason}; the row has {lines} lines{QUOTES}").into()
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
