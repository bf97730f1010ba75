//! The rejected rows of a load.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::mem;
use std::path::{Path, PathBuf};

use super::account::{MAX_REJECTED_ROWS, RejectedRow};
use super::checkpoint::Past;
use super::file::{replace, sync_name};
use crate::error::{Error, ErrorKind, Result};

/// The rows that were rejected so far, or are in doubt and must not be sent again, and the file of
/// them.
#[derive(Debug)]
pub(super) struct Rejects {
    pub(super) count: u64,
    /// The number of rows in doubt that were added and are not in the account yet.
    pub(super) in_doubt: u64,
    /// Rows that are not in the account yet; at most as many as it takes.
    pub(super) new: Vec<RejectedRow>,
    max: Option<u64>,
    file: Option<(PathBuf, BufWriter<File>)>,
    /// The first failure to write.
    failure: Option<Error>,
    is_synced: bool,
}

impl Rejects {
    /// Creates the file, if there is one. Of one that exists, the rows that are done remain.
    ///
    /// # Errors
    ///
    /// When it cannot be read or created.
    pub(super) fn new(max: Option<u64>, path: Option<PathBuf>, past: &Past) -> Result<Self> {
        let done = past.total();
        let mut rejects = Self {
            count: done.rejected,
            in_doubt: 0,
            new: Vec::new(),
            max,
            file: None,
            failure: None,
            is_synced: true,
        };
        let Some(path) = path else { return Ok(rejects) };
        // A device or a pipe has no rows from before, and may have no end.
        let is_other = path.metadata().is_ok_and(|metadata| !metadata.is_file());
        let file = if done.rows == 0 || is_other {
            File::create(&path)
        } else {
            let (rows, count) = keep(&path, past).map_err(|error| unwritable(&path, error))?;
            let known = done.rejected + done.in_doubt;
            if count < known {
                return Err(Error::configuration(format!(
                    "{} has {count} of the {known} rows that were rejected before the checkpoint: \
                     put the others back, or remove the checkpoint to load all rows",
                    path.display()
                )));
            }
            rejects.new = rows;
            File::options().append(true).create(true).open(&path)
        };
        let file = file.map_err(|error| unwritable(&path, error))?;
        if !is_other {
            sync_name(&path).map_err(|error| unwritable(&path, error))?;
        }
        rejects.file = Some((path, BufWriter::new(file)));
        Ok(rejects)
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// When there are more than permitted, or this row or one before cannot be written to the file.
    /// The row counts.
    pub(super) fn add(&mut self, row: RejectedRow) -> Result<()> {
        let counter = if row.in_doubt { &mut self.in_doubt } else { &mut self.count };
        *counter += 1;
        let line = self.file.as_ref().map(|_| serde_json::to_vec(&row));
        let row = row.shortened();
        let limit = self.max.filter(|max| !row.in_doubt && self.count > *max);
        let error = limit.map(|max| {
            let rows = if max == 1 { "row was" } else { "rows were" };
            let message = format!("more than {max} {rows} rejected, the last one {row}");
            Error::new(ErrorKind::PartiallyAccepted, message)
        });
        if self.new.len() < MAX_REJECTED_ROWS {
            self.new.push(row);
        }
        if let Some(line) = line {
            self.write(|file| {
                let mut line = line?;
                line.push(b'\n');
                file.write_all(&line)
            })?;
            self.is_synced = false;
        }
        error.map_or(Ok(()), Err)
    }

    /// Writes to the file. After an error nothing more is written: the next line would join a part
    /// of one.
    fn write(&mut self, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<()> {
        let Some((path, file)) = &mut self.file else { return Ok(()) };
        if self.failure.is_none()
            && let Err(error) = write(file)
        {
            self.failure = Some(unwritable(path, error));
        }
        self.failure.clone().map_or(Ok(()), Err)
    }

    /// Writes to the file what is buffered, and returns what remains to be done: to wait until it
    /// is on the disk, for which the rows need not be locked.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(super) fn flush(&mut self) -> Result<impl FnOnce() -> Result<()> + use<>> {
        let is_synced = mem::replace(&mut self.is_synced, true);
        let mut unsynced = None;
        self.write(|file| {
            if !is_synced {
                file.flush()?;
                unsynced = Some(file.get_ref().try_clone()?);
            }
            Ok(())
        })?;
        let unsynced = unsynced.zip(self.file.as_ref().map(|(path, _)| path.clone()));
        Ok(move || match unsynced.map(|(file, path)| (file.sync_data(), path)) {
            // A pipe or a terminal cannot be synchronized.
            Some((Err(error), path)) if error.kind() != io::ErrorKind::InvalidInput => {
                Err(unwritable(&path, error))
            }
            _ => Ok(()),
        })
    }

    /// Writes what is buffered, and closes the file: a source that still waits must not write to it
    /// any more.
    pub(super) fn close(&mut self) {
        // A load that ends has flushed it before; one that is dropped has nowhere to report to.
        let _ = self.flush().and_then(|sync| sync());
        self.file = None;
    }
}

/// Removes the rows that are not done from a file, and returns the first of the others, and their
/// number.
fn keep(path: &Path, past: &Past) -> io::Result<(Vec<RejectedRow>, u64)> {
    let lines = match File::open(path) {
        Ok(file) => BufReader::new(file).split(b'\n'),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), 0)),
        Err(error) => return Err(error),
    };
    replace(path, |file| {
        let (mut first, mut count) = (Vec::new(), 0);
        for line in lines {
            let mut line = line?;
            // The last line of a process that was killed may not be whole.
            let Ok(row) = serde_json::from_slice::<RejectedRow>(&line) else { continue };
            if !past.is_done(row.row) {
                continue;
            }
            line.push(b'\n');
            file.write_all(&line)?;
            count += 1;
            if first.len() < MAX_REJECTED_ROWS {
                first.push(row.shortened());
            }
        }
        Ok((first, count))
    })
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    let message = format!("the rejected rows cannot be written to {}: {error}", path.display());
    Error::new(ErrorKind::Source, message).with_source(error)
}
