//! The load that a checkpoint belongs to.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::load::rows::input::unreadable;
use crate::load::rows::{Origin, Settings};
use crate::upsert::Rules;

/// The number of bytes of a file that are compared.
const MAX_BEGIN: u64 = 64 * 1024;

/// The load that a checkpoint belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    graph: String,
    mapping: String,
    version: String,
    /// The conditions for edges: both ends, the source, the target must exist.
    must_exist: [bool; 3],
    #[serde(default)]
    via_loading_job: bool,
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

impl Identity {
    /// Returns the identity of a load.
    ///
    /// # Errors
    ///
    /// When the source is not of files, or one of them cannot be read.
    pub(super) fn of(
        graph: &str,
        origin: &Origin,
        rules: Rules,
        settings: &Settings,
    ) -> Result<Self> {
        let Some(files) = &origin.files else {
            return Err(Error::configuration(
                "only a load of files can have a checkpoint: the rows of a reader or of values are \
                 not there a second time",
            ));
        };
        let files = files.iter().map(|path| SourceFile::of(path)).collect::<Result<_>>()?;
        Ok(Self {
            graph: graph.to_owned(),
            mapping: origin.mapping.clone(),
            version: origin.version.clone(),
            must_exist: [rules.ends_must_exist, rules.source_must_exist, rules.target_must_exist],
            via_loading_job: settings.via_loading_job,
            rejects: settings.rejects.clone(),
            files,
        })
    }

    /// Returns what another identity has different.
    pub(super) fn difference(&self, other: &Self) -> Option<String> {
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
        if self.via_loading_job != other.via_loading_job {
            let way = if other.via_loading_job { "a loading job" } else { "upserts" };
            return Some(format!("its rows are sent via {way}"));
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
        let unreadable = |error| unreadable(Some(&path.display().to_string()), error);
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
