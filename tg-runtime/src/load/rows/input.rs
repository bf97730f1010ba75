//! The bytes of a source: files and readers, plain or compressed.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use glob::{MatchOptions, Pattern};

use super::zstd::{ZstdDecoder, is_zstd};
use crate::error::{Error, ErrorKind, Result};

/// The maximum size of a row in bytes. A quote without a partner makes the rest of a file one row.
pub(super) const MAX_ROW_BYTES: usize = 64 * 1024 * 1024;

/// A reader of bytes that are not compressed any more.
pub(super) type Input = Box<dyn Read + Send>;

/// The files or the reader of a source.
pub(super) struct Inputs {
    kind: Kind,
    read: BytesRead,
}

enum Kind {
    /// All files, and the number of those that were opened.
    Files { paths: Vec<PathBuf>, opened: usize },
    /// A reader, until it is opened.
    Reader(Option<Input>),
}

impl Inputs {
    pub(super) fn paths(paths: impl IntoIterator<Item: Into<PathBuf>>) -> Self {
        let paths = paths.into_iter().flat_map(|path| matching_files(path.into())).collect();
        Self { kind: Kind::Files { paths, opened: 0 }, read: BytesRead::default() }
    }

    pub(super) fn reader(reader: impl Read + Send + 'static) -> Self {
        Self { kind: Kind::Reader(Some(Box::new(reader))), read: BytesRead::default() }
    }

    pub(super) fn files(&self) -> Option<&[PathBuf]> {
        match &self.kind {
            Kind::Files { paths, .. } => Some(paths),
            Kind::Reader(_) => None,
        }
    }

    /// Returns the number of bytes that were read, before they were decompressed.
    pub(super) fn bytes_read(&self) -> u64 {
        self.read.0.load(Ordering::Relaxed)
    }

    /// Opens the next one, with its name.
    pub(super) fn next(&mut self) -> Result<Option<(Option<String>, Input)>> {
        let (name, reader): (Option<String>, Input) = match &mut self.kind {
            Kind::Reader(reader) => match reader.take() {
                Some(reader) => (None, reader),
                None => return Ok(None),
            },
            Kind::Files { paths, opened } => {
                let Some(path) = paths.get(*opened) else { return Ok(None) };
                *opened += 1;
                let name = path.display().to_string();
                let file = File::open(path).map_err(|error| unreadable(Some(&name), error))?;
                (Some(name), Box::new(file))
            }
        };
        let reader = Box::new(Counted { reader, read: self.read.clone() });
        let input = decompressed(reader).map_err(|error| unreadable(name.as_deref(), error))?;
        Ok(Some((name, input)))
    }
}

impl fmt::Debug for Inputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inputs").field("files", &self.files()).finish_non_exhaustive()
    }
}

/// The number of bytes that were read.
#[derive(Debug, Clone, Default)]
struct BytesRead(Arc<AtomicU64>);

struct Counted {
    reader: Input,
    read: BytesRead,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.read.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Returns the files that match a path. One that exists is not a pattern, and one that nothing
/// matches remains, so that opening it is the error that names it.
pub fn matching_files(path: PathBuf) -> Vec<PathBuf> {
    if path.exists() {
        return vec![path];
    }
    let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::new() };
    let files = path.to_str().and_then(|pattern| glob::glob_with(pattern, options).ok());
    let files = files.into_iter().flatten();
    // A folder that cannot be searched is an error, too, when it is opened as a file.
    let files = files.map(|file| file.unwrap_or_else(|error| error.path().to_owned()));
    let files: Vec<_> = files.filter(|file| !file.is_dir() || file.read_dir().is_err()).collect();
    if files.is_empty() { vec![path] } else { files }
}

/// Decompresses what is compressed by gzip or zstd, which its first bytes show, as the sources of a
/// load do: to look at the beginning of a file.
///
/// # Errors
///
/// When the reader fails.
pub fn decompressed(mut reader: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut first = Vec::new();
    reader.by_ref().take(4).read_to_end(&mut first)?;
    let (is_gzip, is_zstd) = (first.starts_with(&[0x1f, 0x8b]), is_zstd(&first));
    if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") {
        return Err(io::Error::other(
            "it is UTF-16: convert it to UTF-8, as by `iconv -f UTF-16 -t UTF-8`",
        ));
    }
    let whole = io::Cursor::new(first).chain(reader);
    Ok(if is_gzip {
        Box::new(MultiGzDecoder::new(whole))
    } else if is_zstd {
        Box::new(ZstdDecoder::new(whole))
    } else {
        Box::new(whole)
    })
}

/// The error of a source that cannot be read.
pub(super) fn unreadable(name: Option<&str>, error: io::Error) -> Error {
    let pattern = name
        .filter(|name| error.kind() == io::ErrorKind::NotFound && name.contains(['*', '?', '[']));
    let name = name.map_or("the reader".to_owned(), |name| format!("the file {name}"));
    let mut message = format!("{name} cannot be read: {error}");
    match pattern.map(Pattern::new) {
        Some(Ok(_)) => message.push_str("; as a pattern, it matches no file"),
        Some(Err(error)) => message.push_str(&format!("; it is not a pattern: {error}")),
        None => {}
    }
    Error::new(ErrorKind::Source, message).with_source(error)
}

/// The error of a row that exceeds [`MAX_ROW_BYTES`].
pub(super) fn too_long() -> io::Error {
    io::Error::other(format!(
        "a row has more than {} MiB; is there a quote without a partner?",
        MAX_ROW_BYTES >> 20
    ))
}
