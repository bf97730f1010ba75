//! Files that take the place of others.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

/// Writes another file and gives it the name, so that there is a whole one at every moment, and the
/// new one also after a power failure.
///
/// # Errors
///
/// When it cannot be written; the old one may remain.
pub(super) fn replace<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>,
) -> io::Result<T> {
    let mut new = path.to_owned().into_os_string();
    new.push(".new");
    let mut file = BufWriter::new(File::create(&new)?);
    let written = write(&mut file)?;
    file.into_inner()?.sync_all()?;
    fs::rename(&new, path)?;
    sync_name(path)?;
    Ok(written)
}

/// Returns the folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Waits until the name of a file is on the disk, if the system can do that.
///
/// # Errors
///
/// When the disk reports one.
#[cfg(unix)]
pub(super) fn sync_name(path: &Path) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, PermissionDenied};

    match File::open(folder(path)).and_then(|folder| folder.sync_all()) {
        // Not every file system can synchronize a folder, and not every user can read it.
        Err(error) if matches!(error.kind(), InvalidInput | PermissionDenied) => Ok(()),
        synced => synced,
    }
}

/// Does nothing: a folder cannot be opened as a file.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
pub(super) fn sync_name(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_is_replaced_only_by_a_whole_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        replace(&path, |file| file.write_all(b"old")).unwrap();
        let failed = replace(&path, |file| {
            file.write_all(b"ha")?;
            Err::<(), _>(io::Error::other("no more"))
        });
        failed.unwrap_err();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(replace(&path, |file| file.write_all(b"new").map(|()| 7)).unwrap(), 7);
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_without_a_folder_is_in_the_present_one() {
        assert_eq!(folder(Path::new("checkpoint")), Path::new("."));
        assert_eq!(folder(Path::new("a/checkpoint")), Path::new("a"));
    }
}
