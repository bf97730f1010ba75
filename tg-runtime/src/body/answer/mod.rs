//! The rows of an answer, read while it arrives.

mod envelope;
mod utf8;

use crate::value::{DecodeError, Decoder, Row, Scan, skip_value};
use envelope::{Envelope, Reached};
use utf8::Text;

/// An answer with `results`, read row by row while its bytes arrive.
///
/// Only the part that has not been read yet is in memory: at most one row and the last chunk. The
/// members next to the rows (`error`, `message`, `code`, `version`) are kept for
/// [`finish`](Answer::finish).
///
/// ```
/// use tg_runtime::body::Answer;
///
/// let mut answer = Answer::new();
/// let mut ids = Vec::new();
/// let chunks = [r#"{"error":false,"results":[{"v_id":"P-1","v_ty"#, r#"pe":"Package","attributes":{}}]}"#];
/// for chunk in chunks {
///     answer.feed(chunk.as_bytes());
///     while let Some(id) = answer.next(|row| row.id::<String>())? {
///         ids.push(id);
///     }
/// }
/// assert_eq!(ids, ["P-1"]);
/// assert_eq!(answer.finish()?, br#"{"error":false,"results":[]}"#);
/// # Ok::<(), tg_runtime::value::DecodeError>(())
/// ```
#[derive(Debug, Default)]
pub struct Answer {
    buffer: Text,
    at: usize,
    place: Place,
    envelope: Envelope,
}

/// The part of the answer that [`Answer::at`] is in.
#[derive(Debug, Default)]
enum Place {
    /// Outside of the rows.
    #[default]
    Outside,
    /// Among the rows, between two.
    BetweenRows,
    /// At a row, or at another value, that has not arrived as a whole; `scan` has passed `scanned`
    /// bytes of it.
    InRow { scan: Scan, scanned: usize },
}

impl Answer {
    /// Creates an answer of which nothing has arrived.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next chunk. Read the rows with [`next`](Self::next) until there is none, so that
    /// memory stays constant.
    pub fn feed(&mut self, chunk: &[u8]) {
        self.buffer.drop_front(std::mem::take(&mut self.at));
        self.buffer.push(chunk);
    }

    /// Reads the next row; `None` when no further row has arrived as a whole.
    ///
    /// # Errors
    ///
    /// Those of `read`, with the vertex or edge added to the message; and if `results` contains
    /// anything but rows. The row is skipped: the next call reads the one after it.
    pub fn next<T>(
        &mut self,
        read: impl FnOnce(&mut Row<'_>) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        if !self.go_to_row() {
            return Ok(None);
        }
        let outcome = match Row::open(Decoder { text: self.buffer.as_str(), at: self.at }) {
            Ok(mut row) => read(&mut row)
                .and_then(|value| {
                    let end = row.close()?;
                    self.buffer.check(self.at..end)?;
                    Ok((value, end))
                })
                .map_err(|error| row.blame(error)),
            Err(error) => Err(error),
        };
        match outcome {
            Ok((value, end)) => {
                self.at = end;
                self.place = Place::BetweenRows;
                Ok(Some(value))
            }
            Err(error) => self.unless_incomplete(error).map(|()| None),
        }
    }

    /// Returns the answer without its rows once the whole answer was fed: `results` is emptied, and
    /// the rest is strict JSON without white space, to read `error`, `code` and `message` from.
    /// `results` that are not an array, and an answer that is not a JSON object, are left as they
    /// are.
    ///
    /// # Errors
    ///
    /// When the answer ends before it is complete, or rows of it were not read.
    pub fn finish(mut self) -> Result<Vec<u8>, DecodeError> {
        if self.go_to_row() && skip_value(self.buffer.as_bytes(), self.at).is_some() {
            return Err(DecodeError::mismatch("no further row", "a row that was not read"));
        }
        self.envelope
            .finish()
            .ok_or_else(|| DecodeError::mismatch("a whole answer", "one that ends in the middle"))
    }

    /// Moves to the start of a row; returns `false` if none has arrived, or it is known to be
    /// incomplete.
    fn go_to_row(&mut self) -> bool {
        loop {
            match &mut self.place {
                Place::Outside => {
                    let (passed, reached) = self.envelope.pass(&self.buffer.as_bytes()[self.at..]);
                    self.at += passed;
                    match reached {
                        Reached::End => return false,
                        Reached::Rows => self.place = Place::BetweenRows,
                    }
                }
                Place::BetweenRows => match self.buffer.as_bytes().get(self.at) {
                    None => return false,
                    Some(b']') => {
                        self.at += 1;
                        self.envelope.close_rows();
                        self.place = Place::Outside;
                    }
                    Some(b',' | 0..=b' ') => self.at += 1,
                    Some(_) => return true,
                },
                Place::InRow { scan, scanned } => {
                    let end = scan.feed(self.buffer.as_bytes(), self.at + *scanned);
                    *scanned = self.buffer.as_bytes().len() - self.at;
                    if end.is_none() {
                        return false;
                    }
                    self.place = Place::BetweenRows;
                    return true;
                }
            }
        }
    }

    /// Returns the error if the current row has arrived as a whole; otherwise waits for the rest of
    /// it.
    #[cold]
    fn unless_incomplete(&mut self, error: DecodeError) -> Result<(), DecodeError> {
        let end = match self.buffer.as_bytes()[self.at] {
            b'{' | b'[' | b'"' => {
                let mut scan = Scan::default();
                let end = scan.feed(self.buffer.as_bytes(), self.at);
                if end.is_none() {
                    self.place =
                        Place::InRow { scan, scanned: self.buffer.as_bytes().len() - self.at };
                }
                end
            }
            b'}' | b':' => Some(self.at + 1),
            _ => skip_value(self.buffer.as_bytes(), self.at),
        };
        match end {
            Some(end) => {
                self.at = end;
                Err(error)
            }
            None => Ok(()),
        }
    }
}
