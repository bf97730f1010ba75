//! CSV and its relatives.

mod problem;

use std::io::Read;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use csv::{
    ErrorKind as CsvErrorKind, QuoteStyle, Reader, ReaderBuilder, StringRecord, WriterBuilder,
};
use serde::de::DeserializeOwned;

use self::problem::{QUOTES, broken, misfit, reason, with_hint, wrong_column};
use super::Reason;
use super::columns::check_columns;
use super::input::{Input, Inputs, Recorder};
use super::json_lines::JsonLines;
use super::rejected::{NOT_UTF8, RejectedRows};
use super::source::{Place, ReadRows, RowFile, RowSource};
use crate::error::Result;

/// Rows of CSV, TSV and the like, for [`Graph::load`](crate::Graph::load).
///
/// A row is any type that implements serde's `Deserialize`: a struct whose fields are named like
/// the columns of the header, in any order, or a tuple. An empty field is `None`. Quoted fields can
/// contain separators and line ends; lines end with LF, CRLF or CR, and empty ones are skipped. A
/// byte order mark is skipped, and what is compressed by gzip or zstd is decompressed.
///
/// A quote within a field that does not begin with one is a character like any other, and what
/// follows a closing quote is a part of the field: `a"b` is `a"b`, and `"a"b` is `ab`.
///
/// A column that the header lacks is an error, unless the field is an `Option` or has a default: it
/// then is `None`, or the default, in every row. A column whose name differs from that of such a
/// field only by case, blanks and the like, such as `Weight kg`, is an error, too.
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
    of_rejected_rows: bool,
}

/// The settings of a source.
#[derive(Debug, Clone)]
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
        Self { inputs, format, of_rejected_rows: false }
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

    /// Reads files that [`rejects`](super::LoadRows::rejects) has written: the `text` of each row,
    /// with the header and the place that it had. The format is that of the source that the rows
    /// are of.
    ///
    /// ```no_run
    /// # use tg_runtime::load::CsvSource;
    /// let corrected = CsvSource::path("rejected.jsonl").delimiter(b';').rejected_rows();
    /// ```
    pub fn rejected_rows(mut self) -> Self {
        self.of_rejected_rows = true;
        self
    }
}

impl Format {
    fn rows(self, inputs: Inputs) -> Rows {
        Rows {
            inputs,
            format: self,
            present: None,
            record: StringRecord::new(),
            line: 0,
            bytes: 0..0,
        }
    }

    /// Begins to read a file.
    fn begin(&self, name: Option<String>, input: Input) -> Result<Present> {
        let mut reader = self.reader(input);
        let header = match self.has_header.then(|| reader.headers().cloned()) {
            Some(header) => Some(header.map_err(|error| broken(name.as_deref(), error))?),
            None => None,
        };
        let text = header.as_ref().and_then(|header| self.header(header));
        let file = Arc::new(RowFile { name, header: text });
        Ok(Present { file, reader, header, is_checked: false, fits: false })
    }

    /// Returns the names of the columns as a row.
    fn header(&self, header: &StringRecord) -> Option<String> {
        let mut builder = WriterBuilder::new();
        builder.delimiter(self.delimiter);
        match self.quote {
            Some(quote) => builder.quote(quote),
            None => builder.quote_style(QuoteStyle::Never),
        };
        let mut writer = builder.from_writer(Vec::new());
        writer.write_record(header).ok()?;
        let text = String::from_utf8(writer.into_inner().ok()?).ok()?;
        Some(text.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Returns `true` if the row at the end of a file ends within quotes: it then may be several.
    fn is_open(&self, text: &[u8]) -> bool {
        let read = |more: &[u8]| {
            let mut builder = self.builder();
            builder.has_headers(false).flexible(true);
            let rows = builder.from_reader(text.chain(more)).into_byte_records();
            rows.last().and_then(Result::ok)
        };
        // A line end is part of the row only within quotes.
        self.quote.is_some_and(|quote| text.contains(&quote)) && read(b"") != read(b"\n")
    }

    fn builder(&self) -> ReaderBuilder {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(self.delimiter).comment(self.comment).has_headers(self.has_header);
        match self.quote {
            Some(quote) => builder.quote(quote),
            None => builder.quoting(false),
        };
        builder
    }

    fn reader(&self, input: Input) -> Reader<Recorder<Input>> {
        self.builder().buffer_capacity(64 * 1024).from_reader(Recorder::new(input))
    }
}

impl<Row: DeserializeOwned + 'static> RowSource<Row> for CsvSource {
    fn into_reader(self) -> Box<dyn ReadRows<Row>> {
        let Self { inputs, format, of_rejected_rows } = self;
        if !of_rejected_rows {
            return Box::new(format.rows(inputs));
        }
        let lines = RowSource::into_reader(JsonLines::new(inputs));
        let text_of_format = format!("{format:?}");
        Box::new(RejectedRows::new(lines, text_of_format, move |text| -> Box<dyn ReadRows<Row>> {
            Box::new(format.clone().rows(Inputs::reader(text)))
        }))
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
    file: Arc<RowFile>,
    reader: Reader<Recorder<Input>>,
    header: Option<StringRecord>,
    /// The columns were compared with the fields of the type.
    is_checked: bool,
    /// A row was read: the columns are those of the type.
    fits: bool,
}

impl Rows {
    /// Reads the next record into `record`; the inner error rejects it.
    fn next(&mut self) -> Result<Option<Result<(), Reason>>> {
        loop {
            if self.present.is_none() {
                let Some((name, input)) = self.inputs.next()? else { return Ok(None) };
                self.present = Some(self.format.begin(name, input)?);
            }
            let Some(Present { file, reader, .. }) = &mut self.present else { return Ok(None) };
            let start = reader.position().byte();
            reader.get_mut().begin_row(start);
            let read = reader.read_record(&mut self.record);
            let (end, is_last) = (reader.position().byte(), reader.get_ref().has_ended());
            let row = match read {
                Ok(true) => Ok(()),
                Ok(false) => {
                    self.present = None;
                    continue;
                }
                Err(error) => match error.kind() {
                    CsvErrorKind::UnequalLengths { expected_len, len, .. } => Err(format!(
                        "the row has {len} fields, and the header, or the first row, has \
                         {expected_len}"
                    )),
                    CsvErrorKind::Utf8 { err, .. } => {
                        let (column, byte) = (err.field() + 1, err.valid_up_to());
                        Err(format!("column {column} {NOT_UTF8} {byte} on"))
                    }
                    _ => return Err(broken(file.name.as_deref(), error)),
                },
            };
            self.locate(end);
            if is_last && self.format.is_open(self.bytes()) {
                let reason =
                    format!("a quote has no partner, so the row is the rest of the file{QUOTES}");
                return Ok(Some(Err(reason.into())));
            }
            return Ok(Some(row.map_err(|reason| self.with_hint(reason))));
        }
    }

    /// Adds to the reason of a row of very many lines why it may have them.
    fn with_hint(&self, reason: impl Into<Reason>) -> Reason {
        if self.format.quote.is_some() {
            with_hint(reason.into(), self.bytes())
        } else {
            reason.into()
        }
    }

    /// Returns the bytes of the present row, with its line end.
    fn bytes(&self) -> &[u8] {
        let Some(present) = &self.present else { return &[] };
        present.reader.get_ref().text(self.bytes.clone())
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
    fn read(&mut self, place: &mut Place) -> Result<Option<Result<Row, Reason>>, Reason> {
        let Some(read) = self.next()? else { return Ok(None) };
        self.remove_nulls();
        let Some(Present { file, header, is_checked, fits, .. }) = &mut self.present else {
            return Ok(None);
        };
        let name = file.name.as_deref();
        place.set_file(file);
        place.line = Some(self.line);
        place.byte = Some(self.bytes.start);
        if let Some(header) = header
            && !std::mem::replace(is_checked, true)
        {
            check_columns::<Row>(name, header.iter())?;
        }
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
                    Err(misfit(name, column, count, header).into())
                }
                _ => {
                    let reason = reason(&error, header.as_ref(), &self.record);
                    Ok(Some(Err(self.with_hint(reason))))
                }
            },
        }
    }

    fn files(&self) -> Option<&[PathBuf]> {
        self.inputs.files()
    }

    fn bytes_read(&self) -> u64 {
        self.inputs.bytes_read()
    }

    fn format(&self) -> String {
        format!("{:?}", self.format)
    }

    fn text(&self) -> Option<&[u8]> {
        let text = self.bytes();
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        Some(text.strip_suffix(b"\r").unwrap_or(text))
    }
}
