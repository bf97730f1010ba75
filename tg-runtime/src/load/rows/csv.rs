//! CSV and its relatives.

mod fields;
mod problem;
mod records;
mod rows;
#[cfg(test)]
mod tests;

use std::io::Read;
use std::path::PathBuf;

use csv::{QuoteStyle, ReaderBuilder, StringRecord, WriterBuilder};
use serde::de::DeserializeOwned;

use self::rows::Rows;
use super::input::Inputs;
use super::json_lines::JsonLines;
use super::rejected::RejectedRows;
use super::source::{ReadRows, RowSource};

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
}

impl<Row: DeserializeOwned + 'static> RowSource<Row> for CsvSource {
    fn into_reader(self) -> Box<dyn ReadRows<Row>> {
        let Self { inputs, format, of_rejected_rows } = self;
        if !of_rejected_rows {
            return Box::new(Rows::new(inputs, format));
        }
        let lines = RowSource::into_reader(JsonLines::new(inputs));
        let text_of_format = format!("{format:?}");
        Box::new(RejectedRows::new(lines, text_of_format, move |text| -> Box<dyn ReadRows<Row>> {
            Box::new(Rows::new(Inputs::reader(text), format.clone()))
        }))
    }
}
