//! The sources of rows.

use std::path::PathBuf;
use std::sync::Arc;

use super::Reason;
use crate::error::{Error, ErrorKind};

/// A source of rows of type `Row`, for [`Graph::load`](crate::Graph::load).
///
/// * Everything that can be iterated: a `Vec`, the rows of a database, values that the program
///   makes. Rows that may fail are of type `Result`, and `?` in the function rejects those that
///   did.
/// * [`CsvSource`](super::CsvSource) and [`JsonLines`](super::JsonLines), for every type that
///   implements serde's `Deserialize`.
/// * Types of the program that implement this trait by a [`ReadRows`], whose rows have a place and
///   a text in the account, and whose files can have a checkpoint.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of rows of type `{Row}`",
    label = "cannot be read into `{Row}`",
    note = "a row of `CsvSource` or `JsonLines` is a type with `#[derive(serde::Deserialize)]` \
            that owns its values, such as `String` instead of `&str`",
    note = "a row of another source is what its iterator returns"
)]
pub trait RowSource<Row> {
    /// Begins to read.
    fn into_reader(self) -> Box<dyn ReadRows<Row>>;
}

impl<I> RowSource<I::Item> for I
where
    I: IntoIterator<IntoIter: Send + 'static>,
{
    fn into_reader(self) -> Box<dyn ReadRows<I::Item>> {
        Box::new(Values(self.into_iter()))
    }
}

struct Values<I>(I);

impl<I: Iterator + Send> ReadRows<I::Item> for Values<I> {
    fn read(&mut self, _: &mut Place) -> Result<Option<Result<I::Item, Reason>>, Reason> {
        Ok(self.0.next().map(Ok))
    }
}

/// Reads the rows of a source one after another.
///
/// ```
/// use std::io::BufRead;
/// use tg_runtime::load::{Place, ReadRows, RowSource};
///
/// /// Lines whose first 8 characters are the id of a package.
/// struct FixedWidth<R> {
///     reader: R,
///     line: u64,
///     text: String,
/// }
///
/// type BoxError = Box<dyn std::error::Error + Send + Sync>;
///
/// impl<R: BufRead + Send> ReadRows<(String, f64)> for FixedWidth<R> {
///     fn read(
///         &mut self,
///         place: &mut Place,
///     ) -> Result<Option<Result<(String, f64), BoxError>>, BoxError> {
///         self.text.clear();
///         if self.reader.read_line(&mut self.text)? == 0 {
///             return Ok(None);
///         }
///         self.line += 1;
///         place.set_line(self.line);
///         let Some((id, weight)) = self.text.trim_end().split_at_checked(8) else {
///             return Ok(Some(Err("the line is too short".into())));
///         };
///         let weight = weight.trim().parse();
///         Ok(Some(weight.map(|weight| (id.to_owned(), weight)).map_err(BoxError::from)))
///     }
///
///     fn text(&self) -> Option<&[u8]> {
///         Some(self.text.trim_end().as_bytes())
///     }
/// }
///
/// impl<R: BufRead + Send + 'static> RowSource<(String, f64)> for FixedWidth<R> {
///     fn into_reader(self) -> Box<dyn ReadRows<(String, f64)>> {
///         Box::new(self)
///     }
/// }
/// ```
pub trait ReadRows<Row>: Send {
    /// Reads the next row, and sets its place; `None` after the last one. The inner error rejects
    /// the row. The place is that of the row before, so what remains the same need not be set.
    ///
    /// # Errors
    ///
    /// When the source cannot be read any further, which ends the load.
    #[allow(clippy::type_complexity, reason = "two errors, of a row and of the source")]
    fn read(&mut self, place: &mut Place) -> Result<Option<Result<Row, Reason>>, Reason>;

    /// Returns the files of the source, if it is one of files: a load of them can have a
    /// [checkpoint](super::LoadRows::checkpoint). It must read the same rows a second time.
    fn files(&self) -> Option<&[PathBuf]> {
        None
    }

    /// Returns the number of bytes that were read, as they are in the files, for the progress.
    fn bytes_read(&self) -> u64 {
        0
    }

    /// Returns the settings that decide how the files are read: a checkpoint of another text is
    /// rejected.
    fn format(&self) -> String {
        String::new()
    }

    /// Returns the text of the row that was read last, if the source has one.
    fn text(&self) -> Option<&[u8]> {
        None
    }
}

/// The place of a row in its source: its file, line and byte, as in a
/// [`RejectedRow`](super::RejectedRow).
#[derive(Debug, Clone, Default)]
pub struct Place {
    pub(super) file: Option<Arc<RowFile>>,
    pub(super) line: Option<u64>,
    pub(super) byte: Option<u64>,
}

/// The part of a place that all rows of a file have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RowFile {
    pub(super) name: Option<String>,
    pub(super) header: Option<String>,
}

impl Place {
    /// Sets the name of the file.
    pub fn set_source(&mut self, name: &str) {
        if self.file.as_ref().and_then(|file| file.name.as_deref()) != Some(name) {
            self.file = Some(Arc::new(RowFile { name: Some(name.to_owned()), header: None }));
        }
    }

    /// Sets the line on which the row begins, counted from 1.
    pub fn set_line(&mut self, line: u64) {
        self.line = Some(line);
    }

    /// Sets the byte at which the row begins.
    pub fn set_byte(&mut self, byte: u64) {
        self.byte = Some(byte);
    }

    /// Sets the file, which all its rows share.
    pub(super) fn set_file(&mut self, file: &Arc<RowFile>) {
        if !self.file.as_ref().is_some_and(|present| Arc::ptr_eq(present, file)) {
            self.file = Some(file.clone());
        }
    }
}

/// Returns the error of a source that cannot be read any further.
pub(super) fn failure(error: Reason) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => *error,
        Err(error) => Error::new(ErrorKind::Source, format!("the source cannot be read: {error}"))
            .with_source(error),
    }
}
