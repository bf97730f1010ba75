//! The formats of a dump.

use std::io::{self, Write as _};

use arrow_array::RecordBatch;
use csv::{ErrorKind, QuoteStyle, StringRecord, Writer, WriterBuilder};
use futures_util::Stream;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use tg_runtime::Result;
use tg_runtime::client::{RecordBatchStream, RowStream};
use tg_runtime::graph::NamedRows;

use super::Columns;
use super::file::{Bytes, Target};

/// A format: what is read of rows, and how it is written.
pub(crate) trait Sink: Sized {
    /// One row or several.
    type Item;

    /// The rows of a type.
    type Rows: Stream<Item = Result<Self::Item>> + Unpin;

    /// Streams the rows.
    fn read(&mut self, rows: NamedRows, columns: &Columns) -> io::Result<Self::Rows>;

    /// Writes an item, and returns its number of rows.
    fn write(&mut self, item: Self::Item) -> io::Result<u64>;

    /// Writes what is in memory, and the end of the file.
    fn finish(self) -> io::Result<()>;
}

/// CSV or TSV.
pub(crate) struct Csv {
    writer: Writer<Bytes>,
    columns: Columns,
}

impl Csv {
    /// Opens the target, and writes the header.
    pub(crate) fn open(target: &Target, columns: &Columns, delimiter: u8) -> io::Result<Self> {
        // Quotes around every text: a reader that guesses takes no apostrophe for one.
        let mut builder = WriterBuilder::new();
        builder.delimiter(delimiter).quote_style(QuoteStyle::NonNumeric);
        let mut writer = builder.from_writer(target.open()?);
        writer.write_record(columns.names()).map_err(cause)?;
        Ok(Self { writer, columns: columns.clone() })
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
    type Rows = RowStream<StringRecord>;

    fn read(&mut self, rows: NamedRows, columns: &Columns) -> io::Result<Self::Rows> {
        let columns = columns.clone();
        Ok(rows.stream(move |row| columns.record(row)))
    }

    fn write(&mut self, record: StringRecord) -> io::Result<u64> {
        self.columns.count_empty(&record);
        self.writer.write_record(&record).map_err(cause)?;
        Ok(1)
    }

    fn finish(self) -> io::Result<()> {
        let bytes = self.writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
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
    type Rows = RowStream<String>;

    fn read(&mut self, rows: NamedRows, columns: &Columns) -> io::Result<Self::Rows> {
        let columns = columns.clone();
        Ok(rows.stream(move |row| columns.line(row)))
    }

    fn write(&mut self, line: String) -> io::Result<u64> {
        self.0.write_all(line.as_bytes())?;
        Ok(1)
    }

    fn finish(self) -> io::Result<()> {
        self.0.finish()
    }
}

/// The number of rows of a batch, and the bytes of a row group in memory after which it is written.
const BATCH_ROWS: usize = 8_192;
const GROUP_BYTES: usize = 32 << 20;

/// Parquet, by row groups.
pub(crate) struct Parquet {
    /// The target until the columns are known.
    bytes: Option<Bytes>,
    writer: Option<ArrowWriter<Bytes>>,
}

impl Parquet {
    pub(crate) fn open(target: &Target) -> io::Result<Self> {
        Ok(Self { bytes: Some(target.open()?), writer: None })
    }
}

impl Sink for Parquet {
    type Item = RecordBatch;
    type Rows = RecordBatchStream;

    fn read(&mut self, rows: NamedRows, columns: &Columns) -> io::Result<Self::Rows> {
        let names: Vec<_> = columns.names().collect();
        let batches = rows.record_batches(&names, BATCH_ROWS);
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        if let Some(bytes) = self.bytes.take() {
            let writer = ArrowWriter::try_new(bytes, batches.schema(), Some(properties));
            self.writer = Some(writer.map_err(cause_of)?);
        }
        Ok(batches)
    }

    fn write(&mut self, batch: RecordBatch) -> io::Result<u64> {
        if let Some(writer) = &mut self.writer {
            writer.write(&batch).map_err(cause_of)?;
            if writer.in_progress_size() >= GROUP_BYTES {
                writer.flush().map_err(cause_of)?;
            }
        }
        Ok(batch.num_rows() as u64)
    }

    fn finish(self) -> io::Result<()> {
        match self.writer {
            Some(writer) => writer.into_inner().map_err(cause_of)?.finish(),
            None => Ok(()),
        }
    }
}

/// Returns the error of the writer below.
fn cause_of(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}
