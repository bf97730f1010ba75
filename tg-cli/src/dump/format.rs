//! The formats of a dump.

use std::io::{self, Write as _};

use csv::{ErrorKind, QuoteStyle, StringRecord, Writer, WriterBuilder};
use tg_runtime::client::RowStream;
use tg_runtime::graph::NamedRows;

use super::Columns;
use super::file::{Bytes, Target};

/// A format: what is read of rows, and how it is written.
pub(crate) trait Sink: Sized {
    /// One row or several.
    type Item;

    /// Streams the rows.
    fn read(&self, rows: NamedRows, columns: Columns) -> RowStream<Self::Item>;

    /// Writes an item, and returns its number of rows.
    fn write(&mut self, item: Self::Item) -> io::Result<u64>;

    /// Writes what is in memory, and the end of the file.
    fn finish(self) -> io::Result<()>;
}

/// CSV or TSV.
pub(crate) struct Csv(Writer<Bytes>);

impl Csv {
    /// Opens the target, and writes the header.
    pub(crate) fn open(target: &Target, columns: &Columns, delimiter: u8) -> io::Result<Self> {
        // Quotes around every text: a reader that guesses takes no apostrophe for one.
        let mut builder = WriterBuilder::new();
        builder.delimiter(delimiter).quote_style(QuoteStyle::NonNumeric);
        let mut writer = builder.from_writer(target.open()?);
        writer.write_record(columns.names()).map_err(cause)?;
        Ok(Self(writer))
    }
}

/// Returns the error of the writer below.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

impl Sink for Csv {
    type Item = StringRecord;

    fn read(&self, rows: NamedRows, columns: Columns) -> RowStream<StringRecord> {
        rows.stream(move |row| columns.record(row))
    }

    fn write(&mut self, record: StringRecord) -> io::Result<u64> {
        self.0.write_record(&record).map_err(cause)?;
        Ok(1)
    }

    fn finish(self) -> io::Result<()> {
        let bytes = self.0.into_inner().map_err(csv::IntoInnerError::into_error)?;
        bytes.finish()
    }
}

/// JSON lines.
pub(crate) struct Lines(Bytes);

impl Lines {
    pub(crate) fn open(target: &Target) -> io::Result<Self> {
        target.open().map(Self)
    }
}

impl Sink for Lines {
    type Item = String;

    fn read(&self, rows: NamedRows, columns: Columns) -> RowStream<String> {
        rows.stream(move |row| columns.line(row))
    }

    fn write(&mut self, line: String) -> io::Result<u64> {
        self.0.write_all(line.as_bytes())?;
        Ok(1)
    }

    fn finish(self) -> io::Result<()> {
        self.0.finish()
    }
}
