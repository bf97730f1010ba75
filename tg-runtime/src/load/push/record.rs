//! Rows to lines: CSV as a loading job reads it, or JSON.

mod columns;

use serde::Serialize;

use super::LoadFormat;
use super::split::not_ascii;
use crate::error::{Error, ErrorKind, Result};

pub(super) use columns::columns;

/// A value of a row, as the text of its column.
pub(super) type Column = String;

/// Writes rows as lines.
#[derive(Debug)]
pub(super) struct Lines {
    format: LoadFormat,
    /// The names of the columns that the caller gives.
    names: Option<Vec<String>>,
    rows: u64,
}

impl Lines {
    pub(super) fn new(format: &LoadFormat, names: Option<Vec<String>>) -> Result<Self> {
        if !format.separator.is_ascii() {
            return Err(not_ascii("separator", format.separator));
        }
        Ok(Self { format: format.clone(), names, rows: 0 })
    }

    /// Writes the line of a row and, for the first row, the header if the format has one.
    pub(super) fn write(&mut self, row: &impl Serialize) -> Result<(Option<Vec<u8>>, Vec<u8>)> {
        self.rows += 1;
        let first = self.rows == 1;
        let number = self.rows;
        let write = || {
            if self.format.json {
                return Ok((None, self.json(row)?));
            }
            let (names, values) = columns(row)?;
            let header = if self.format.header && first { Some(self.header(names)?) } else { None };
            Ok((header, self.line(&values)?))
        };
        write().map_err(|error: Error| error.because(format_args!("row {number}")))
    }

    fn json(&self, row: &impl Serialize) -> Result<Vec<u8>> {
        let mut line = serde_json::to_vec(row).map_err(|error| {
            Error::new(ErrorKind::Encode, format!("it cannot be written as JSON: {error}"))
        })?;
        if line.first() != Some(&b'{') {
            let message = "the job reads JSON objects: use structs or maps as rows";
            return Err(Error::new(ErrorKind::Encode, message));
        }
        line.extend_from_slice(self.format.eol.as_bytes());
        Ok(line)
    }

    fn header(&self, found: Option<Vec<Column>>) -> Result<Vec<u8>> {
        let names = self.names.clone().or(found).ok_or_else(|| {
            let message = "the job reads names from the first line, and a row of this type has \
                           none: set them with `columns([..])`, or use structs as rows";
            Error::new(ErrorKind::Encode, message)
        })?;
        self.line(&names)
    }

    fn line(&self, values: &[Column]) -> Result<Vec<u8>> {
        let mut line = Vec::new();
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                push(&mut line, self.format.separator);
            }
            let write = self.column(&mut line, value);
            write.map_err(|error| error.because(format_args!("column {}", index + 1)))?;
        }
        line.extend_from_slice(self.format.eol.as_bytes());
        Ok(line)
    }

    /// Writes a column. A quote in a value cannot be escaped: a loading job reads the text between
    /// the first two quotes.
    fn column(&self, line: &mut Vec<u8>, value: &str) -> Result<()> {
        let LoadFormat { separator, eol, quote, .. } = &self.format;
        if quote.is_some_and(|quote| value.contains(quote)) {
            let message = "it contains the quote, which a loading job cannot escape: load JSON \
                           lines, or upsert";
            return Err(Error::new(ErrorKind::Encode, message));
        }
        if value.contains(eol.as_str()) {
            let message = "it contains the end of a line, which a loading job does not accept even \
                           in quotes: load JSON lines, or upsert";
            return Err(Error::new(ErrorKind::Encode, message));
        }
        match (value.contains(*separator), quote) {
            (false, _) => line.extend_from_slice(value.as_bytes()),
            (true, Some(quote)) => {
                push(line, *quote);
                line.extend_from_slice(value.as_bytes());
                push(line, *quote);
            }
            (true, None) => {
                let message = format!(
                    "it contains the separator {separator:?}, and the job has no QUOTE: create it \
                     with `USING QUOTE=\"double\"`, or with another SEPARATOR"
                );
                return Err(Error::new(ErrorKind::Encode, message));
            }
        }
        Ok(())
    }
}

fn push(line: &mut Vec<u8>, character: char) {
    line.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Serialize)]
    struct Parcel<'a> {
        id: &'a str,
        weight: f64,
        stops: Option<u64>,
        fragile: bool,
    }

    const PARCEL: Parcel<'_> =
        Parcel { id: "P,1", weight: 2.5, stops: Some(u64::MAX), fragile: true };

    fn lines(format: LoadFormat, row: impl Serialize) -> Result<String> {
        let (header, line) = Lines::new(&format, None)?.write(&row)?;
        let all = [header.unwrap_or_default(), line].concat();
        Ok(String::from_utf8(all).unwrap())
    }

    #[test]
    fn a_struct_is_a_line_with_its_names_above() {
        let csv = LoadFormat::csv().quote('"');
        assert_eq!(lines(csv.clone(), PARCEL).unwrap(), "\"P,1\",2.5,18446744073709551615,true\n");
        let header = lines(csv.clone().header(true).separator('|'), PARCEL).unwrap();
        assert_eq!(header, "id|weight|stops|fragile\nP,1|2.5|18446744073709551615|true\n");
        let empty = Parcel { id: "", weight: 3.0, stops: None, fragile: false };
        assert_eq!(lines(csv, empty).unwrap(), ",3,,false\n");
    }

    #[test]
    fn rows_of_texts_are_lines_too() {
        assert_eq!(lines(LoadFormat::csv(), ["a", "b"]).unwrap(), "a,b\n");
        assert_eq!(lines(LoadFormat::csv(), ("a", 1)).unwrap(), "a,1\n");
        assert_eq!(lines(LoadFormat::csv(), vec![String::from("x y")]).unwrap(), "x y\n");
        let error = lines(LoadFormat::csv().header(true), ["a"]).unwrap_err();
        assert!(error.message().contains("columns("), "{error}");
        let names = Some(vec!["id".to_owned(), "n".to_owned()]);
        let mut lines = Lines::new(&LoadFormat::csv().header(true), names).unwrap();
        assert_eq!(lines.write(&["a", "b"]).unwrap().0.unwrap(), b"id,n\n");
        assert_eq!(lines.write(&["c", "d"]).unwrap(), (None, b"c,d\n".to_vec()));
    }

    #[test]
    fn json_lines_are_objects() {
        let json = lines(LoadFormat::json_lines(), PARCEL).unwrap();
        assert!(json.starts_with("{\"id\":\"P,1\",\"weight\":2.5"), "{json}");
        assert!(lines(LoadFormat::json_lines(), ["a"]).is_err());
    }

    #[test]
    fn a_value_that_no_line_can_contain_is_an_error_with_its_place() {
        let rejected = |format: LoadFormat, row: [&str; 2]| {
            let error = lines(format, row).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode);
            error.message().to_owned()
        };
        let message = rejected(LoadFormat::csv(), ["a", "b,c"]);
        assert!(message.starts_with("row 1: column 2: ") && message.contains("QUOTE"), "{message}");
        rejected(LoadFormat::csv().quote('"'), ["a\nb", ""]);
        rejected(LoadFormat::csv().quote('"'), ["a\"b", ""]);
        assert!(lines(LoadFormat::csv(), [f64::NAN]).is_err());
        assert!(lines(LoadFormat::csv(), BTreeMap::from([("a", vec![1])])).is_err());
        assert!(lines(LoadFormat::csv(), 5).is_err());
    }
}
