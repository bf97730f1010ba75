//! CSV and its relatives.

use std::io::Read;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use csv::{DeserializeErrorKind, ErrorKind as CsvErrorKind, Reader, ReaderBuilder, StringRecord};
use serde::de::DeserializeOwned;

use super::Reason;
use super::input::{Input, Inputs, Recorder, unreadable};
use super::source::{Place, ReadRows, RowSource};
use crate::error::{Error, ErrorKind, Result};

/// Rows of CSV, TSV and the like, for [`Graph::load`](crate::Graph::load).
///
/// A row is any type that implements serde's `Deserialize`: a struct whose fields are named like
/// the columns of the header, in any order, or a tuple. An empty field is `None`. Quoted fields can
/// contain separators and line ends; lines end with LF, CRLF or CR, and empty ones are skipped. A
/// byte order mark is skipped, and what is compressed by gzip or zstd is decompressed.
///
/// A column that the header lacks is an error, unless the field is an `Option` or has a default: it
/// then is `None`, or the default, in every row.
///
/// A row with more or fewer fields than the header, or with a value that does not fit its type, is
/// rejected, and the others are loaded.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # use tg_runtime::load::CsvSource;
/// let source = CsvSource::path("packages.csv.gz").delimiter(b';').null_values(["NA", "-"]);
/// ```
#[derive(Debug)]
#[must_use = "a source is read by `Graph::load`"]
pub struct CsvSource {
    inputs: Inputs,
    format: Format,
}

/// The settings of a source.
#[derive(Debug)]
struct Format {
    delimiter: u8,
    /// `None` if quotes are characters like any other.
    quote: Option<u8>,
    /// The first byte of a comment.
    comment: Option<u8>,
    has_header: bool,
    /// Texts that are read as none.
    null_values: Vec<String>,
}

impl CsvSource {
    /// Reads a file, or all that match a pattern, sorted: `*` and `?` match parts of a name, `[ab]`
    /// one character, and `**` folders.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::paths([path])
    }

    /// Reads several files or patterns one after another, each with its own header.
    pub fn paths(paths: impl IntoIterator<Item: Into<PathBuf>>) -> Self {
        Self::new(Inputs::paths(paths))
    }

    /// Reads the bytes of a reader, such as standard input.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::new(Inputs::reader(reader))
    }

    fn new(inputs: Inputs) -> Self {
        let format = Format {
            delimiter: b',',
            quote: Some(b'"'),
            comment: None,
            has_header: true,
            null_values: Vec::new(),
        };
        Self { inputs, format }
    }

    /// Sets the byte between two fields. Default: a comma; `b'\t'` for TSV.
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.format.delimiter = delimiter;
        self
    }

    /// Sets the byte around fields that contain a delimiter or a line end. Default: `"`.
    pub fn quote(mut self, quote: u8) -> Self {
        self.format.quote = Some(quote);
        self
    }

    /// Reads quotes as characters like any other.
    pub fn without_quotes(mut self) -> Self {
        self.format.quote = None;
        self
    }

    /// Skips the lines that begin with this byte.
    pub fn comment(mut self, first: u8) -> Self {
        self.format.comment = Some(first);
        self
    }

    /// Reads the first line as a row. Rows are then tuples, or structs with a field per column in
    /// its order.
    pub fn without_header(mut self) -> Self {
        self.format.has_header = false;
        self
    }

    /// Reads fields with one of these texts as if they were empty.
    pub fn null_values<T: Into<String>>(mut self, texts: impl IntoIterator<Item = T>) -> Self {
        self.format.null_values = texts.into_iter().map(Into::into).collect();
        self
    }
}

impl Format {
    fn reader(&self, input: Input) -> Reader<Recorder<Input>> {
        let mut builder = ReaderBuilder::new();
        builder.buffer_capacity(64 * 1024);
        builder.delimiter(self.delimiter).comment(self.comment).has_headers(self.has_header);
        match self.quote {
            Some(quote) => builder.quote(quote),
            None => builder.quoting(false),
        };
        builder.from_reader(Recorder::new(input))
    }
}

impl<Row: DeserializeOwned> RowSource<Row> for CsvSource {
    fn into_reader(self) -> Box<dyn ReadRows<Row>> {
        let Self { inputs, format } = self;
        let record = StringRecord::new();
        Box::new(Rows { inputs, format, present: None, record, line: 0, bytes: 0..0 })
    }
}

struct Rows {
    inputs: Inputs,
    format: Format,
    present: Option<Present>,
    /// The fields of the present row.
    record: StringRecord,
    /// The position of the present row: its line, and the bytes at which it begins and ends.
    line: u64,
    bytes: Range<u64>,
}

/// The file that is being read.
struct Present {
    name: Option<Arc<str>>,
    reader: Reader<Recorder<Input>>,
    header: Option<StringRecord>,
    /// A row was read: the columns are those of the type.
    fits: bool,
}

impl Rows {
    /// Reads the next record into `record`; the inner error rejects it.
    fn next(&mut self) -> Result<Option<Result<(), Reason>>> {
        loop {
            if self.present.is_none() {
                let Some((name, input)) = self.inputs.next()? else { return Ok(None) };
                let mut reader = self.format.reader(input);
                let header = match self.format.has_header.then(|| reader.headers().cloned()) {
                    Some(header) => Some(header.map_err(|error| broken(name.as_deref(), error))?),
                    None => None,
                };
                self.present = Some(Present { name, reader, header, fits: false });
            }
            let Some(Present { name, reader, .. }) = &mut self.present else { return Ok(None) };
            let start = reader.position().byte();
            reader.get_mut().begin_row(start);
            let read = reader.read_record(&mut self.record);
            let end = reader.position().byte();
            match read {
                Ok(true) => {
                    self.locate(end);
                    return Ok(Some(Ok(())));
                }
                Ok(false) => self.present = None,
                Err(error) => {
                    return match error.kind() {
                        CsvErrorKind::UnequalLengths { expected_len, len, .. } => {
                            let reason = format!(
                                "the row has {len} fields, and the header, or the first row, has \
                                 {expected_len}"
                            );
                            self.locate(end);
                            Ok(Some(Err(reason.into())))
                        }
                        CsvErrorKind::Utf8 { err, .. } => {
                            let (column, byte) = (err.field() + 1, err.valid_up_to());
                            let reason =
                                format!("column {column} is not UTF-8 from byte {byte} on");
                            self.locate(end);
                            Ok(Some(Err(reason.into())))
                        }
                        _ => Err(broken(name.as_deref(), error)),
                    };
                }
            }
        }
    }

    /// Determines where the present row begins: the position of the record is before the line end
    /// of the row before, empty lines and comments.
    fn locate(&mut self, end: u64) {
        let (Some(position), Some(present)) = (self.record.position(), &self.present) else {
            return;
        };
        let start = position.byte();
        let text = present.reader.get_ref().text(start..end);
        let mut rest = text.strip_prefix(b"\xef\xbb\xbf").filter(|_| start == 0).unwrap_or(text);
        let line_ends =
            |text: &[u8]| text.iter().take_while(|it| matches!(it, b'\r' | b'\n')).count();
        rest = &rest[line_ends(rest)..];
        while let Some(comment) = self.format.comment
            && rest.first() == Some(&comment)
            && let Some(end) = memchr::memchr(b'\n', rest)
        {
            rest = &rest[end..];
            rest = &rest[line_ends(rest)..];
        }
        let skipped = &text[..text.len() - rest.len()];
        self.line = position.line() + memchr::memchr_iter(b'\n', skipped).count() as u64;
        self.bytes = start + skipped.len() as u64..end;
    }

    /// Empties the fields that have a text which is read as none.
    fn remove_nulls(&mut self) {
        let null_values = &self.format.null_values;
        let is_null = |field: &str| null_values.iter().any(|text| text == field);
        if null_values.is_empty() || !self.record.iter().any(is_null) {
            return;
        }
        let position = self.record.position().cloned();
        let fields = self.record.iter();
        let fields = fields.map(|field| if is_null(field) { "" } else { field });
        self.record = fields.collect();
        self.record.set_position(position);
    }
}

impl<Row: DeserializeOwned> ReadRows<Row> for Rows {
    fn read(&mut self, place: &mut Place) -> Result<Option<Result<Row, Reason>>> {
        let Some(read) = self.next()? else { return Ok(None) };
        self.remove_nulls();
        let Some(Present { name, header, fits, .. }) = &mut self.present else { return Ok(None) };
        if place.source != *name {
            place.source.clone_from(name);
        }
        place.line = Some(self.line);
        place.byte = Some(self.bytes.start);
        if let Err(reason) = read {
            return Ok(Some(Err(reason)));
        }
        match self.record.deserialize(header.as_ref()) {
            Ok(row) => {
                *fits = true;
                Ok(Some(Ok(row)))
            }
            Err(error) => match wrong_column(&error).zip(header.as_ref()) {
                Some(((column, count), header))
                    if !*fits && header.iter().filter(|name| *name == column).count() == count =>
                {
                    Err(misfit(name.as_deref(), column, count, header))
                }
                _ => Ok(Some(Err(reason(&error, header.as_ref(), &self.record)))),
            },
        }
    }

    fn files(&self) -> Option<&[PathBuf]> {
        self.inputs.files()
    }

    fn format(&self) -> String {
        format!("{:?}", self.format)
    }

    fn text(&self) -> Option<&[u8]> {
        let reader = &self.present.as_ref()?.reader;
        let text = reader.get_ref().text(self.bytes.clone());
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        Some(text.strip_suffix(b"\r").unwrap_or(text))
    }
}

/// Returns the field of the row's type of which the header may have no column, or two, and their
/// number.
fn wrong_column(error: &csv::Error) -> Option<(&str, usize)> {
    let CsvErrorKind::Deserialize { err, .. } = error.kind() else { return None };
    let DeserializeErrorKind::Message(message) = err.kind() else { return None };
    let missing = message.strip_prefix("missing field `").map(|rest| (rest, 0));
    let (rest, count) =
        missing.or_else(|| Some((message.strip_prefix("duplicate field `")?, 2)))?;
    Some((rest.strip_suffix('`')?, count))
}

/// The error of a file whose rows cannot be read into the type, none of them.
fn misfit(name: Option<&str>, column: &str, count: usize, header: &StringRecord) -> Error {
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
fn reason(error: &csv::Error, header: Option<&StringRecord>, record: &StringRecord) -> Reason {
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
fn broken(name: Option<&str>, error: csv::Error) -> Error {
    match error.into_kind() {
        CsvErrorKind::Io(error) => unreadable(name, error),
        CsvErrorKind::Utf8 { err, .. } => {
            let message = format!("its header is not UTF-8 ({err}): convert the file, as by iconv");
            unreadable(name, std::io::Error::other(message))
        }
        other => unreadable(name, std::io::Error::other(format!("{other:?}"))),
    }
}
