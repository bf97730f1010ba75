//! Parquet files and Arrow record batches.

mod cell;

use std::cell::OnceCell;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::{Array as _, RecordBatch, StructArray};
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::Deserialize as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::cell::Cell;
use super::Reason;
use super::columns::{check_columns, fields};
use super::input::{matching_files, unreadable};
use super::source::{Place, ReadRows, RowFile, RowSource, failure};
use crate::error::{Error, ErrorKind, Result};

/// Rows of Parquet files, for [`Graph::load`](crate::Graph::load).
///
/// A row is any type that implements serde's `Deserialize`: a struct whose fields are named like
/// columns, in any order, or a tuple of all columns. Of a struct, only its columns are read. Null
/// is `None`; lists, maps and structs are those of serde; dates and timestamps are read as
/// [`DateTime`](crate::DateTime), which has no fraction of a second, or as text, decimal numbers as
/// text or as a number.
///
/// A column that a file lacks is an error, unless the field is an `Option` or has a default. The
/// line of a row in the account is its number in the file, and its text is JSON, so that
/// [`JsonLines::rejected_rows`](super::JsonLines::rejected_rows) reads what was rejected.
///
/// Snappy, gzip and LZ4 are decompressed; for others, such as zstd, enable the feature of that name
/// of the crate `parquet`.
///
/// ```no_run
/// # use tg_runtime::load::ParquetSource;
/// let source = ParquetSource::path("packages/*.parquet");
/// ```
#[derive(Debug)]
#[must_use = "a source is read by `Graph::load`"]
pub struct ParquetSource {
    paths: Vec<PathBuf>,
}

impl ParquetSource {
    /// Reads a file, or all that match a pattern, sorted: `*` and `?` match parts of a name, `[ab]`
    /// one character, and `**` folders.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::paths([path])
    }

    /// Reads several files or patterns one after another.
    pub fn paths(paths: impl IntoIterator<Item: Into<PathBuf>>) -> Self {
        Self { paths: paths.into_iter().flat_map(|path| matching_files(path.into())).collect() }
    }
}

impl<Row: DeserializeOwned + 'static> RowSource<Row> for ParquetSource {
    fn into_reader(self) -> Box<dyn ReadRows<Row>> {
        let fields = fields::<Row>();
        let files = self.paths.clone().into_iter();
        let read = Arc::new(AtomicU64::new(0));
        let sizes = Arc::clone(&read);
        let parts = files.flat_map(move |path| {
            let parts = open(&path, fields, Arc::clone(&sizes));
            parts.unwrap_or_else(|error| Box::new(std::iter::once(Err(error))))
        });
        Box::new(Rows { bytes_read: read, ..Rows::new(parts, Some(self.paths)) })
    }
}

/// Rows of Arrow record batches, for [`Graph::load`](crate::Graph::load), read as those of a
/// [`ParquetSource`].
#[derive(Debug)]
#[must_use = "a source is read by `Graph::load`"]
pub struct RecordBatches<I> {
    batches: I,
}

impl<I, E> RecordBatches<I>
where
    I: IntoIterator<Item = std::result::Result<RecordBatch, E>, IntoIter: Send + 'static>,
    E: std::error::Error + Send + Sync + 'static,
{
    /// Reads batches, such as those of a `RecordBatchReader`. The first error ends the load.
    pub fn new(batches: I) -> Self {
        Self { batches }
    }
}

impl<I, E, Row> RowSource<Row> for RecordBatches<I>
where
    I: IntoIterator<Item = std::result::Result<RecordBatch, E>, IntoIter: Send + 'static>,
    E: std::error::Error + Send + Sync + 'static,
    Row: DeserializeOwned + 'static,
{
    fn into_reader(self) -> Box<dyn ReadRows<Row>> {
        let file = Arc::new(RowFile::default());
        let parts = self.batches.into_iter().map(move |batch| {
            let batch = batch.map_err(|error| failure(Box::new(error)))?;
            Ok((file.clone(), names(&batch.schema()), batch))
        });
        Box::new(Rows::new(parts, None))
    }
}

/// A batch, the file that it is of, and the columns of the file.
type Part = Result<(Arc<RowFile>, Arc<[String]>, RecordBatch)>;

/// Opens a file, to read the columns of these names, or all if there are none. The share of the
/// rows that were read is the share of the size that is added to `bytes_read`.
fn open(
    path: &Path,
    fields: &[&str],
    bytes_read: Arc<AtomicU64>,
) -> Result<Box<dyn Iterator<Item = Part> + Send>> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| unreadable(Some(&name), error))?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let broken = move |error: &dyn std::fmt::Display| {
        unreadable(Some(&name), std::io::Error::other(error.to_string()))
    };
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| broken(&error))?;
    let rows = u128::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or_default();
    let schema = reader.schema().clone();
    let columns = names(&schema);
    let mask = if fields.is_empty() {
        ProjectionMask::all()
    } else {
        let read = columns.iter().enumerate().filter(|(_, name)| fields.contains(&name.as_str()));
        ProjectionMask::roots(reader.parquet_schema(), read.map(|(index, _)| index))
    };
    let reader = reader.with_projection(mask).build().map_err(|error| broken(&error))?;
    let file = RowFile { name: Some(path.display().to_string()), header: None };
    let file = Arc::new(file);
    let (before, mut rows_read) = (bytes_read.load(Ordering::Relaxed), 0_u128);
    let mut part = move |batch: RecordBatch| {
        rows_read += batch.num_rows() as u128;
        let share = u128::from(size) * rows_read / rows.max(1);
        bytes_read.store(before + u64::try_from(share).unwrap_or(size), Ordering::Relaxed);
        (file.clone(), Arc::clone(&columns), batch)
    };
    Ok(Box::new(reader.map(move |batch| batch.map(&mut part).map_err(|error| broken(&error)))))
}

fn names(schema: &Schema) -> Arc<[String]> {
    schema.fields().iter().map(|field| field.name().clone()).collect()
}

/// The rows of batches.
struct Rows<P> {
    parts: P,
    paths: Option<Vec<PathBuf>>,
    bytes_read: Arc<AtomicU64>,
    file: Arc<RowFile>,
    columns: Arc<[String]>,
    batch: StructArray,
    /// The next row of the batch, and its number in the file.
    next: usize,
    line: u64,
    /// A row of the file was read: its columns are those of the type.
    fits: bool,
    text: OnceCell<Vec<u8>>,
}

impl<P: Iterator<Item = Part> + Send> Rows<P> {
    fn new(parts: P, paths: Option<Vec<PathBuf>>) -> Self {
        Self {
            parts,
            paths,
            bytes_read: Arc::default(),
            file: Arc::default(),
            columns: Arc::default(),
            batch: StructArray::new_empty_fields(0, None),
            next: 0,
            line: 0,
            fits: false,
            text: OnceCell::new(),
        }
    }

    /// Begins a batch that has rows. Returns `false` after the last one.
    fn begin<Row: DeserializeOwned>(&mut self) -> Result<bool> {
        while self.next == self.batch.len() {
            let Some((file, columns, batch)) = self.parts.next().transpose()? else {
                return Ok(false);
            };
            if !Arc::ptr_eq(&self.file, &file) {
                (self.line, self.fits) = (0, false);
            }
            if !self.fits {
                check_columns::<Row>(file.name.as_deref(), columns.iter().map(String::as_str))?;
            }
            (self.file, self.columns) = (file, columns);
            (self.batch, self.next) = (batch.into(), 0);
        }
        Ok(true)
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        Cell { array: &self.batch, row }
    }
}

impl<Row, P> ReadRows<Row> for Rows<P>
where
    Row: DeserializeOwned,
    P: Iterator<Item = Part> + Send,
{
    fn read(&mut self, place: &mut Place) -> Result<Option<Result<Row, Reason>>, Reason> {
        if !self.begin::<Row>()? {
            return Ok(None);
        }
        self.text.take();
        let row = Row::deserialize(self.cell(self.next));
        self.next += 1;
        self.line += 1;
        place.set_file(&self.file);
        place.set_line(self.line);
        let problem = match row {
            Ok(row) => {
                self.fits = true;
                return Ok(Some(Ok(row)));
            }
            Err(error) => error.to_string(),
        };
        match problem.strip_prefix("missing field ") {
            Some(column) if !self.fits => {
                let name = self.file.name.as_deref().unwrap_or("the data");
                let columns = self.columns.join(", ");
                let message = format!(
                    "{name} has no column {column}, and its rows need one; its columns are \
                     {columns}. Is the field renamed (`#[serde(rename = \"..\")]`)?"
                );
                Err(Error::new(ErrorKind::Source, message).into())
            }
            _ => Ok(Some(Err(problem.into()))),
        }
    }

    fn files(&self) -> Option<&[PathBuf]> {
        self.paths.as_deref()
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    fn text(&self) -> Option<&[u8]> {
        let row = self.next.checked_sub(1)?;
        let text = self.text.get_or_init(|| {
            let value = Value::deserialize(self.cell(row)).unwrap_or_default();
            value.to_string().into_bytes()
        });
        Some(text)
    }
}

#[cfg(test)]
mod tests;
