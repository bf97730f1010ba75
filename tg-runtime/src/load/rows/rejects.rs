//! The rejected rows of a load.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use super::account::{MAX_REJECTED_ROWS, RejectedRow};
use super::checkpoint::Done;
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
    /// Of a file that exists, only the rows that are `done` are kept.
    pub(super) fn new(max: Option<u64>, path: Option<PathBuf>, done: Done) -> Result<Self> {
        let mut rejects = Self { count: 0, first: Vec::new(), max: None, file: None };
        if let Some(path) = path {
            let earlier =
                if done.rows > 0 { fs::read(&path).unwrap_or_default() } else { Vec::new() };
            let file = File::create(&path).map_err(|error| unwritable(&path, error))?;
            rejects.file = Some((path, BufWriter::new(file)));
            let rows = earlier.split(|byte| *byte == b'\n').map(serde_json::from_slice);
            for row in rows.filter_map(|row: Result<RejectedRow, _>| row.ok()) {
                if row.row <= done.rows {
                    rejects.add(row)?;
                }
            }
        }
        (rejects.count, rejects.max) = (done.rejected, max);
        Ok(rejects)
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
