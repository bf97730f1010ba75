//! The rejected rows of a load.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use super::account::{MAX_REJECTED_ROWS, RejectedRow};
use crate::error::{Error, ErrorKind, Result};

/// The rows that were rejected so far, and the file of them.
#[derive(Debug)]
pub(super) struct Rejects {
    pub(super) count: u64,
    pub(super) first: Vec<RejectedRow>,
    max: Option<u64>,
    file: Option<(PathBuf, BufWriter<File>)>,
}

impl Rejects {
    /// Creates the file, if there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be created.
    pub(super) fn new(max: Option<u64>, path: Option<PathBuf>) -> Result<Self> {
        let file = match path {
            Some(path) => match File::create(&path) {
                Ok(file) => Some((path, BufWriter::new(file))),
                Err(error) => return Err(unwritable(&path, error)),
            },
            None => None,
        };
        Ok(Self { count: 0, first: Vec::new(), max, file })
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// When there are more than permitted, or the file cannot be written. The row counts.
    pub(super) fn add(&mut self, row: RejectedRow) -> Result<()> {
        self.count += 1;
        if let Some((path, file)) = &mut self.file {
            let line = serde_json::to_vec(&row).map_err(std::io::Error::from);
            let written = line.and_then(|mut line| {
                line.push(b'\n');
                file.write_all(&line)
            });
            written.map_err(|error| unwritable(path, error))?;
        }
        let limit = self.max.filter(|max| self.count > *max);
        let error = limit.map(|max| {
            let message = format!("more than {max} rows were rejected, the last one {row}");
            Error::new(ErrorKind::PartiallyAccepted, message)
        });
        if self.first.len() < MAX_REJECTED_ROWS {
            self.first.push(row);
        }
        error.map_or(Ok(()), Err)
    }

    /// Writes to the file what is buffered.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(super) fn flush(&mut self) -> Result<()> {
        let Some((path, file)) = &mut self.file else { return Ok(()) };
        file.flush().map_err(|error| unwritable(path, error))
    }
}

fn unwritable(path: &std::path::Path, error: std::io::Error) -> Error {
    let message = format!("the rejected rows cannot be written to {}: {error}", path.display());
    Error::new(ErrorKind::Configuration, message).with_source(error)
}
