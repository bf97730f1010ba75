//! The sources of rows.

use std::path::PathBuf;
use std::sync::Arc;

use super::Reason;
use crate::error::Result;

/// A source of rows of type `Row`, for [`Graph::load`](crate::Graph::load).
///
/// * Everything that can be iterated: a `Vec`, the rows of a database, values that the program
///   makes. Rows that may fail are of type `Result`, and `?` in the function rejects those that
///   did.
/// * [`CsvSource`](super::CsvSource) and [`JsonLines`](super::JsonLines), for every type that
///   implements serde's `Deserialize`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of rows of type `{Row}`",
    label = "cannot be read into `{Row}`",
    note = "a row of `CsvSource` or `JsonLines` is a type with `#[derive(serde::Deserialize)]` \
            that owns its values, such as `String` instead of `&str`",
    note = "a row of another source is what its iterator returns"
)]
pub trait RowSource<Row> {
    /// Begins to read. Other crates cannot name the result, and so not implement the trait.
    #[doc(hidden)]
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
    fn read(&mut self, _: &mut Place) -> Result<Option<Result<I::Item, Reason>>> {
        Ok(self.0.next().map(Ok))
    }
}

/// Reads the rows of a source one after another.
pub trait ReadRows<Row>: Send {
    /// Reads the next row, and sets its place; `None` after the last one. The inner error rejects
    /// the row.
    ///
    /// # Errors
    ///
    /// When the source cannot be read any further.
    fn read(&mut self, place: &mut Place) -> Result<Option<Result<Row, Reason>>>;

    /// Returns the files of the source, if it is one of files.
    fn files(&self) -> Option<&[PathBuf]> {
        None
    }

    /// Returns the settings that decide how the files are read.
    fn format(&self) -> String {
        String::new()
    }

    /// Returns the text of the row that was read last, if the source has one.
    fn text(&self) -> Option<&[u8]> {
        None
    }
}

/// The place of a row in its source.
#[derive(Debug, Clone, Default)]
pub struct Place {
    pub(super) source: Option<Arc<str>>,
    pub(super) line: Option<u64>,
    pub(super) byte: Option<u64>,
}
