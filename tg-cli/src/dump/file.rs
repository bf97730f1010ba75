//! The file or pipe that a dump is written to.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::exit::{Failure, Outcome};
use crate::files::is_special;

/// The size of a write in bytes.
const BUFFER: usize = 1 << 16;

/// The target of a dump: a file that appears when it is complete, a pipe or a device.
#[derive(Debug)]
pub(crate) struct Target {
    /// The name for messages.
    pub(crate) name: String,
    /// The incomplete file, and the one that it becomes.
    parts: Option<(PathBuf, PathBuf)>,
    is_compressed: bool,
}

/// The bytes of a dump.
pub(super) enum Bytes {
    Plain(BufWriter<Box<dyn Write + Send>>),
    Gzip(GzEncoder<BufWriter<Box<dyn Write + Send>>>),
}

impl Target {
    /// Returns the target of a path, or standard output.
    ///
    /// # Errors
    ///
    /// When the name of the file ends with a compression that cannot be written.
    pub(crate) fn new(path: Option<&Path>) -> Outcome<Self> {
        let Some(path) = path else {
            return Ok(Self {
                name: "standard output".to_owned(),
                parts: None,
                is_compressed: false,
            });
        };
        let extension = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        if extension.as_ref().is_some_and(|it| it == "zst" || it == "zstd") {
            return Err(Failure::usage("zstd cannot be written").help("write a .gz file"));
        }
        // A link remains: its target is replaced.
        let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let mut part = whole.clone().into_os_string();
        part.push(".part");
        let part = if is_special(&whole) { whole.clone() } else { part.into() };
        Ok(Self {
            name: path.display().to_string(),
            parts: Some((part, whole)),
            is_compressed: extension.is_some_and(|it| it == "gz"),
        })
    }

    pub(crate) fn is_compressed(&self) -> bool {
        self.is_compressed
    }

    /// Opens the target.
    pub(super) fn open(&self) -> io::Result<Bytes> {
        let writer: Box<dyn Write + Send> = match &self.parts {
            Some((part, _)) => Box::new(File::create(part)?),
            None => Box::new(io::stdout()),
        };
        let writer = BufWriter::with_capacity(BUFFER, writer);
        Ok(if self.is_compressed {
            Bytes::Gzip(GzEncoder::new(writer, Compression::default()))
        } else {
            Bytes::Plain(writer)
        })
    }

    /// Gives a complete file its name.
    pub(crate) fn complete(&self) -> io::Result<()> {
        match &self.parts {
            Some((part, whole)) if part != whole => {
                File::open(part)?.sync_all()?;
                fs::rename(part, whole)?;
                sync_name(whole)
            }
            _ => Ok(()),
        }
    }

    /// Removes an incomplete file.
    pub(crate) fn discard(&self) {
        if let Some((part, whole)) = &self.parts
            && part != whole
        {
            // There is an error to report already.
            let _ = fs::remove_file(part);
        }
    }

    /// Returns the failure of a write.
    pub(crate) fn failure(&self, error: &io::Error) -> Failure {
        Failure::file("write", Path::new(&self.name), error)
    }
}

/// Waits until the name of a file is on the disk, if the system can do that: a power failure would
/// bring back the file that was replaced.
fn sync_name(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) else { return Ok(()) };
    match folder.sync_all() {
        // Not every file system can synchronize a folder.
        Err(error) if cfg!(unix) && error.kind() != io::ErrorKind::InvalidInput => Err(error),
        _ => Ok(()),
    }
}

impl Bytes {
    /// Writes what is in memory, and the end of a compressed file.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(mut writer) => writer.flush(),
            Self::Gzip(writer) => writer.finish()?.flush(),
        }
    }
}

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(writer) => writer.write(bytes),
            Self::Gzip(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(writer) => writer.flush(),
            Self::Gzip(writer) => writer.flush(),
        }
    }
}
