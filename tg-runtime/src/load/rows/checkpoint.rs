//! The checkpoint of a load: which rows are done, so that a load that was killed continues.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind as IoErrorKind, Read as _, Write as _};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::Origin;
use crate::error::{Error, ErrorKind, Result};
use crate::upsert::Rules;

/// The number of bytes of a file that are compared.
const MAX_BEGIN: u64 = 64 * 1024;

/// The outcome of the rows from the first one on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Done {
    pub(super) rows: u64,
    pub(super) accepted: u64,
    pub(super) rejected: u64,
    pub(super) vertices: u64,
    pub(super) edges: u64,
}

/// The load that a checkpoint belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    graph: String,
    mapping: String,
    version: String,
    /// The conditions for edges: both ends, the source, the target must exist.
    must_exist: [bool; 3],
    /// The file of the rejected rows.
    rejects: Option<PathBuf>,
    files: Vec<SourceFile>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SourceFile {
    path: PathBuf,
    bytes: u64,
    /// In nanoseconds since 1970.
    modified: u128,
    /// The checksum of its beginning.
    begin: u32,
}

#[derive(Serialize, Deserialize)]
struct Content {
    identity: Identity,
    done: Done,
}

/// The file of a checkpoint.
#[derive(Debug)]
pub(super) struct Checkpoint {
    path: PathBuf,
    identity: Identity,
    pub(super) done: Done,
    /// Requests that are done before others that come first, by their first row.
    ahead: BTreeMap<u64, Done>,
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
        rejects: Option<&Path>,
    ) -> Result<Self> {
        let Some(files) = &origin.files else {
            return Err(Error::configuration(
                "only a load of files can have a checkpoint: the rows of a reader or of values are \
                 not there a second time",
            ));
        };
        let files = files.iter().map(|path| SourceFile::of(path)).collect::<Result<_>>()?;
        let Origin { mapping, version, .. } = origin;
        let (mapping, version) = (mapping.clone(), version.clone());
        let must_exist = [rules.ends_must_exist, rules.source_must_exist, rules.target_must_exist];
        let graph = graph.to_owned();
        let rejects = rejects.map(Path::to_owned);
        let identity = Identity { graph, mapping, version, must_exist, rejects, files };
        if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            let message = format!("the checkpoint {} is not a regular file", path.display());
            return Err(Error::configuration(message));
        }
        let done = match fs::read(&path) {
            Ok(bytes) => {
                let content: Content = serde_json::from_slice(&bytes)
                    .map_err(|error| problem(&path, "is not one of this library", error.into()))?;
                if let Some(difference) = identity.difference(&content.identity) {
                    return Err(Error::configuration(format!(
                        "the checkpoint {} belongs to another load: {difference}; remove it to load \
                         all rows",
                        path.display()
                    )));
                }
                content.done
            }
            Err(error) if error.kind() == IoErrorKind::NotFound => Done::default(),
            Err(error) => return Err(problem(&path, "cannot be read", error)),
        };
        Ok(Self { path, identity, done, ahead: BTreeMap::new() })
    }

    /// Adds rows that are done, and writes the file if all rows before them are done, too.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(super) fn add(&mut self, rows: &RangeInclusive<u64>, done: Done) -> Result<()> {
        self.ahead.insert(*rows.start(), done);
        let before = self.done.rows;
        while let Some(next) = self.ahead.remove(&(self.done.rows + 1)) {
            self.done.rows += next.rows;
            self.done.accepted += next.accepted;
            self.done.rejected += next.rejected;
            self.done.vertices += next.vertices;
            self.done.edges += next.edges;
        }
        if self.done.rows == before {
            return Ok(());
        }
        self.write().map_err(|error| problem(&self.path, "cannot be written", error))
    }

    /// Writes another file and gives it the name, so that there is a whole one at every moment.
    fn write(&self) -> io::Result<()> {
        let content = Content { identity: self.identity.clone(), done: self.done };
        let mut name = self.path.clone().into_os_string();
        name.push(".new");
        let mut file = File::create(&name)?;
        file.write_all(&serde_json::to_vec(&content)?)?;
        file.sync_all()?;
        fs::rename(&name, &self.path)
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

impl Identity {
    /// Returns what another identity has different.
    fn difference(&self, other: &Self) -> Option<String> {
        if self.graph != other.graph {
            return Some(format!("it is of the graph {}", other.graph));
        }
        if self.mapping != other.mapping {
            return Some(
                "the type of its rows, their format, or the function, is another one".to_owned(),
            );
        }
        if self.version != other.version {
            return Some("the version of its function is another one".to_owned());
        }
        if self.must_exist != other.must_exist {
            return Some("the conditions for its edges are others".to_owned());
        }
        if self.rejects != other.rejects {
            return Some(match &other.rejects {
                Some(path) => format!("its rejected rows are in {}", path.display()),
                None => "its rejected rows are not in a file".to_owned(),
            });
        }
        let paths = |of: &Self| of.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
        if paths(self) != paths(other) {
            return Some(format!("it is of the files {:?}", paths(other)));
        }
        let changed = self.files.iter().zip(&other.files).find(|(new, old)| new != old)?;
        Some(format!("the file {} has changed", changed.0.path.display()))
    }
}

impl SourceFile {
    fn of(path: &Path) -> Result<Self> {
        let unreadable = |error| super::input::unreadable(Some(&path.display().to_string()), error);
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(Error::configuration(format!(
                "{} is not a regular file, and only a load of such files can have a checkpoint: \
                 the rows of others are not there a second time",
                path.display()
            )));
        }
        let begin = checksum(path).map_err(unreadable)?;
        let modified = metadata.modified().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        let modified = modified.unwrap_or_default().as_nanos();
        Ok(Self { path: path.to_owned(), bytes: metadata.len(), modified, begin })
    }
}

/// Returns the checksum of the beginning of a file: a file can be replaced by one of the same size,
/// with its time set.
fn checksum(path: &Path) -> io::Result<u32> {
    let mut begin = Vec::new();
    File::open(path)?.take(MAX_BEGIN).read_to_end(&mut begin)?;
    let mut checksum = flate2::Crc::new();
    checksum.update(&begin);
    Ok(checksum.sum())
}

fn problem(path: &Path, problem: &str, error: io::Error) -> Error {
    let message = format!("the checkpoint {} {problem}: {error}", path.display());
    Error::new(ErrorKind::Source, message).with_source(error)
}
