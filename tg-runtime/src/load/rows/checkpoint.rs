//! The checkpoint of a load: which rows are done, so that a load that was killed continues.

mod identity;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind as IoErrorKind, Write as _};
use std::ops::{AddAssign, RangeInclusive};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use self::identity::Identity;
use super::file::replace;
use super::{Origin, Settings};
use crate::error::{Error, ErrorKind, Result};
use crate::upsert::Rules;

/// The outcome of consecutive rows, of which none is pending.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Done {
    pub(super) rows: u64,
    pub(super) accepted: u64,
    pub(super) left_out: u64,
    pub(super) rejected: u64,
    pub(super) in_doubt: u64,
    pub(super) vertices: u64,
    pub(super) edges: u64,
}

impl AddAssign for Done {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.accepted += other.accepted;
        self.left_out += other.left_out;
        self.rejected += other.rejected;
        self.in_doubt += other.in_doubt;
        self.vertices += other.vertices;
        self.edges += other.edges;
    }
}

/// The rows of a load whose outcome is known, or will never be.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Past {
    /// The rows from the first one on.
    done: Done,
    /// Requests that are done before others that come first, by their first row.
    ahead: BTreeMap<u64, Done>,
    /// The first and the last row of requests that may have been executed. Those of their rows that
    /// add to stored values must not be sent again.
    in_doubt: Vec<(u64, u64)>,
}

impl Past {
    /// Returns the outcome of all rows that are done.
    pub(super) fn total(&self) -> Done {
        let mut total = self.done;
        self.ahead.values().for_each(|done| total += *done);
        total
    }

    /// Returns the last of the rows that are done and begin with this one.
    pub(super) fn done_from(&self, row: u64) -> Option<u64> {
        if row <= self.done.rows {
            return Some(self.done.rows);
        }
        self.ahead.get(&row).map(|done| row + done.rows - 1)
    }

    pub(super) fn is_done(&self, row: u64) -> bool {
        let before = self.ahead.range(..=row).next_back();
        row <= self.done.rows || before.is_some_and(|(first, done)| row < first + done.rows)
    }

    /// Returns `true` if the row may be stored.
    pub(super) fn is_in_doubt(&self, row: u64) -> bool {
        self.in_doubt.iter().any(|(first, last)| (*first..=*last).contains(&row))
    }

    fn add(&mut self, first: u64, done: Done) {
        if done.rows > 0 {
            self.ahead.insert(first, done);
        }
        while let Some(next) = self.ahead.remove(&(self.done.rows + 1)) {
            self.done += next;
        }
        self.in_doubt.retain(|(_, last)| *last > self.done.rows);
    }
}

/// A chunk that is not done, by its first rows: those that are done, and those after them that are
/// under way.
#[derive(Debug)]
pub(super) struct Begun {
    pub(super) done: Done,
    pub(super) under_way: Option<RangeInclusive<u64>>,
}

#[derive(Serialize, Deserialize)]
struct Content {
    identity: Identity,
    rows: Past,
}

/// The file of a checkpoint.
#[derive(Debug)]
pub(super) struct Checkpoint {
    path: PathBuf,
    identity: Identity,
    past: Past,
    /// The chunks that are not done and add to stored values, by their first row.
    begun: BTreeMap<u64, Begun>,
}

impl Checkpoint {
    /// Reads the checkpoint, if there is one.
    ///
    /// # Errors
    ///
    /// When the source is not of files, the file cannot be read, or it belongs to another load.
    pub(super) fn open(
        path: PathBuf,
        graph: &str,
        origin: &Origin,
        rules: Rules,
        settings: &Settings,
    ) -> Result<Self> {
        let identity = Identity::of(graph, origin, rules, settings)?;
        if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            let message = format!("the checkpoint {} is not a regular file", path.display());
            return Err(Error::configuration(message));
        }
        let past = match fs::read(&path) {
            Ok(bytes) => {
                let content: Content = serde_json::from_slice(&bytes)
                    .map_err(|error| problem(&path, "is not one of this library", error.into()))?;
                if let Some(difference) = identity.difference(&content.identity) {
                    return Err(Error::configuration(format!(
                        "the checkpoint {} belongs to another load: {difference}; remove it to \
                         load all rows",
                        path.display()
                    )));
                }
                content.rows
            }
            Err(error) if error.kind() == IoErrorKind::NotFound => Past::default(),
            Err(error) => return Err(problem(&path, "cannot be read", error)),
        };
        Ok(Self { path, identity, past, begun: BTreeMap::new() })
    }

    /// Returns the rows of the loads before this one.
    pub(super) fn past(&self) -> &Past {
        &self.past
    }

    /// Replaces the record of a chunk whose rows add to stored values, before they are sent.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(super) fn begin(&mut self, first: u64, begun: Begun) -> Result<()> {
        self.begun.insert(first, begun);
        self.write()
    }

    /// Adds a chunk that is done. The file is written if all rows before are done, too, or the rows
    /// must not be sent again.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(super) fn add(&mut self, first: u64, done: Done) -> Result<()> {
        let before = self.past.done.rows;
        self.past.add(first, done);
        if self.begun.remove(&first).is_none() && self.past.done.rows == before {
            return Ok(());
        }
        self.write()
    }

    fn write(&self) -> Result<()> {
        let mut rows = self.past.clone();
        for (first, Begun { done, under_way }) in &self.begun {
            rows.add(*first, *done);
            rows.in_doubt.extend(under_way.clone().map(RangeInclusive::into_inner));
        }
        let content = Content { identity: self.identity.clone(), rows };
        replace(&self.path, |file| file.write_all(&serde_json::to_vec(&content)?))
            .map_err(|error| problem(&self.path, "cannot be written", error))
    }

    /// Removes the file, since all rows are done.
    ///
    /// # Errors
    ///
    /// When it exists and cannot be removed.
    pub(super) fn remove(&self) -> Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != IoErrorKind::NotFound => {
                Err(problem(&self.path, "cannot be removed", error))
            }
            _ => Ok(()),
        }
    }
}

fn problem(path: &Path, problem: &str, error: io::Error) -> Error {
    let message = format!("the checkpoint {} {problem}: {error}", path.display());
    Error::new(ErrorKind::Source, message).with_source(error)
}
