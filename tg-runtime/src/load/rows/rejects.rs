//! The rejected rows of a load.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::mem;
use std::path::{Path, PathBuf};

use super::account::{MAX_REJECTED_ROWS, RejectedRow};
use super::checkpoint::Done;
use crate::error::{Error, ErrorKind, Result};

/// The rows that were rejected so far, and the file of them.
#[derive(Debug)]
pub(super) struct Rejects {
    pub(super) count: u64,
    /// Rows that are not in the account yet; at most as many as it takes.
    pub(super) new: Vec<RejectedRow>,
    max: Option<u64>,
    file: Option<(PathBuf, BufWriter<File>)>,
    /// The first failure to write.
    failure: Option<Error>,
    is_synced: bool,
}

impl Rejects {
    /// Creates the file, if there is one. Of one that exists, the rows that are `done` remain.
    ///
    /// # Errors
    ///
    /// When it cannot be read or created.
    pub(super) fn new(max: Option<u64>, path: Option<PathBuf>, done: Done) -> Result<Self> {
        let mut rejects = Self {
            count: done.rejected,
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
            let (rows, count) = keep(&path, done.rows).map_err(|error| unwritable(&path, error))?;
            if count < done.rejected {
                return Err(Error::configuration(format!(
                    "{} has {count} of the {} rows that were rejected before the checkpoint: put \
                     the others back, or remove the checkpoint to load all rows",
                    path.display(),
                    done.rejected
                )));
            }
            rejects.new = rows;
            File::options().append(true).create(true).open(&path)
        };
        let file = file.map_err(|error| unwritable(&path, error))?;
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
        self.count += 1;
        let line = self.file.as_ref().map(|_| serde_json::to_vec(&row));
        let row = row.shortened();
        let limit = self.max.filter(|max| self.count > *max);
        let error = limit.map(|max| {
            let message = format!("more than {max} rows were rejected, the last one {row}");
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

    /// Writes to the file what is buffered.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(super) fn flush(&mut self) -> Result<()> {
        let is_synced = mem::replace(&mut self.is_synced, true);
        self.write(|file| {
            if is_synced {
                return Ok(());
            }
            file.flush()?;
            match file.get_ref().sync_data() {
                // A pipe or a terminal cannot be synchronized.
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
                synced => synced,
            }
        })
    }

    /// Writes what is buffered, and closes the file: a source that still waits must not write to it
    /// any more.
    pub(super) fn close(&mut self) {
        // A load that ends has flushed it before; one that is dropped has nowhere to report to.
        let _ = self.flush();
        self.file = None;
    }
}

/// Removes the rows after `last` from a file, and returns the first of those before, and their
/// number. The new file takes the place of the old one when it is whole.
fn keep(path: &Path, last: u64) -> io::Result<(Vec<RejectedRow>, u64)> {
    let lines = match File::open(path) {
        Ok(file) => BufReader::new(file).split(b'\n'),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), 0)),
        Err(error) => return Err(error),
    };
    let mut new = path.to_owned().into_os_string();
    new.push(".new");
    let mut file = BufWriter::new(File::create(&new)?);
    let (mut first, mut count) = (Vec::new(), 0);
    for line in lines {
        let mut line = line?;
        // The last line of a process that was killed may not be whole.
        let Ok(row) = serde_json::from_slice::<RejectedRow>(&line) else { continue };
        if row.row > last {
            continue;
        }
        line.push(b'\n');
        file.write_all(&line)?;
        count += 1;
        if first.len() < MAX_REJECTED_ROWS {
            first.push(row.shortened());
        }
    }
    file.flush()?;
    file.get_ref().sync_all()?;
    fs::rename(new, path)?;
    Ok((first, count))
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    let message = format!("the rejected rows cannot be written to {}: {error}", path.display());
    Error::new(ErrorKind::Source, message).with_source(error)
}
