//! The rows of a file of rejected rows, to load them when they are corrected.

use std::error::Error;
use std::fmt;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

use super::Reason;
use super::account::RejectedRow;
use super::input::Input;
use super::source::{Place, ReadRows, RowFile};

/// Reads the text of each rejected row as it was read from its source, with the header of its file.
pub(super) struct RejectedRows<Row, F> {
    lines: Box<dyn ReadRows<RejectedRow>>,
    /// Begins to read a text.
    open: F,
    /// The rows of the present text: more than one, if it was corrected into several.
    rows: Option<Box<dyn ReadRows<Row>>>,
    /// The rows of the present text are in doubt.
    in_doubt: bool,
    /// The present row has no text. Its line is not one.
    is_without_text: bool,
    format: String,
}

/// The reason of a row that may be stored, and adds to stored values: it is in doubt again.
#[derive(Debug)]
pub(super) struct InDoubt;

impl fmt::Display for InDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "it may be stored already, and adds to stored values; remove its `in_doubt` to load it",
        )
    }
}

impl Error for InDoubt {}

/// The words of the reason of a row whose text has U+FFFD for some of its bytes.
pub(super) const NOT_UTF8: &str = "is not UTF-8 from byte";

impl<Row, F> RejectedRows<Row, F>
where
    F: Fn(Input) -> Box<dyn ReadRows<Row>> + Send,
{
    pub(super) fn new(lines: Box<dyn ReadRows<RejectedRow>>, format: String, open: F) -> Self {
        Self { lines, open, rows: None, in_doubt: false, is_without_text: false, format }
    }

    /// Reads the next row of the present text. Its place is the one that it had.
    fn next_of_text(&mut self) -> Result<Option<Result<Row, Reason>>, Reason> {
        let Some(rows) = &mut self.rows else { return Ok(None) };
        let row = rows.read(&mut Place::default())?;
        Ok(row.map(|row| if self.in_doubt { Err(InDoubt.into()) } else { row }))
    }
}

impl<Row, F> ReadRows<Row> for RejectedRows<Row, F>
where
    F: Fn(Input) -> Box<dyn ReadRows<Row>> + Send,
{
    fn read(&mut self, place: &mut Place) -> Result<Option<Result<Row, Reason>>, Reason> {
        if let Some(row) = self.next_of_text()? {
            return Ok(Some(row));
        }
        self.rows = None;
        self.is_without_text = false;
        let row = match self.lines.read(place)? {
            None => return Ok(None),
            Some(Err(reason)) => {
                return Ok(Some(Err(format!("it is not a rejected row: {reason}").into())));
            }
            Some(Ok(row)) => row,
        };
        self.in_doubt = row.in_doubt;
        let problem =
            |reason: &str| if row.in_doubt { InDoubt.into() } else { Reason::from(reason) };
        place.file = Some(Arc::new(RowFile { name: row.source, header: row.header.clone() }));
        (place.line, place.byte) = (row.line, row.byte);
        let Some(text) = row.text else {
            self.is_without_text = true;
            return Ok(Some(Err(problem("the rejected row has no text"))));
        };
        let damaged = row.reason.contains(NOT_UTF8) && text.contains('\u{fffd}');
        let header = row.header.map(|header| header + "\n").unwrap_or_default();
        self.rows = Some((self.open)(Box::new(Cursor::new(header + &text))));
        let next = self.next_of_text()?;
        Ok(Some(match next {
            Some(_) if damaged => {
                Err(problem("its text has U+FFFD for bytes that are not UTF-8: correct it"))
            }
            Some(row) => row,
            None => Err(problem("the text of the rejected row is empty")),
        }))
    }

    fn files(&self) -> Option<&[PathBuf]> {
        self.lines.files()
    }

    fn bytes_read(&self) -> u64 {
        self.lines.bytes_read()
    }

    fn format(&self) -> String {
        format!("rejected {}", self.format)
    }

    fn text(&self) -> Option<&[u8]> {
        match &self.rows {
            Some(rows) => rows.text(),
            None if self.is_without_text => None,
            None => self.lines.text(),
        }
    }
}
