//! Files and standard input.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::exit::{Failure, Outcome};

/// The operand for standard input, or output, instead of a file.
pub(crate) const DASH: &str = "-";

/// A text, and its name for reports.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Reads a file, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Outcome<Input> {
    let name = name(path);
    let bytes = if is_dash(path) {
        read_stdin()?
    } else {
        fs::read(path).map_err(|error| Failure::file("read", path, &error))?
    };
    match String::from_utf8(bytes) {
        // A byte order mark has no meaning in UTF-8.
        Ok(text) => Ok(Input { name, text: text.trim_start_matches('\u{feff}').to_owned() }),
        Err(error) => {
            let place = error.utf8_error().valid_up_to();
            let message = format!("{name} is not UTF-8 text: see byte {}", place + 1);
            Err(Failure::input(message).help("save it as UTF-8"))
        }
    }
}

/// Returns the name of a file, or of standard input, for messages.
pub(crate) fn name(path: &Path) -> String {
    if is_dash(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// Returns `true` if the path is the operand for standard input or output.
pub(crate) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == DASH
}

fn read_stdin() -> Outcome<Vec<u8>> {
    static TAKEN: AtomicBool = AtomicBool::new(false);
    if TAKEN.swap(true, Ordering::Relaxed) {
        return Err(Failure::usage("`-` is given twice, and standard input can be read once"));
    }
    let mut bytes = Vec::new();
    let mut stdin = io::stdin().lock();
    if stdin.is_terminal() {
        crate::output::stderr("reading standard input; end it with Ctrl-D\n");
    }
    stdin.read_to_end(&mut bytes).map_err(|error| Failure::file("read", Path::new("-"), &error))?;
    Ok(bytes)
}

/// The effect of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// The file did not exist.
    Created,
    /// The file had another text.
    Updated,
    /// The file had this text already, and was not touched, so that nothing is built again.
    Unchanged,
}

impl Written {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
        }
    }
}

/// Returns `true` if the path is a device, a pipe, a socket or a folder, whose content may have no
/// end, and which a file must not replace.
pub(crate) fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
}

/// Writes a file in one step: readers see the old text or the new one. A device or a pipe is
/// written to.
pub(crate) fn write(path: &Path, text: &str) -> Outcome<Written> {
    let failed = |error: io::Error| Failure::file("write", path, &error);
    if is_special(path) {
        return fs::write(path, text).map(|()| Written::Updated).map_err(failed);
    }
    // A link remains: its target is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = match fs::read(&target) {
        Ok(old) if old == text.as_bytes() => return Ok(Written::Unchanged),
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let draft = temporary(&target);
    let replaced = fs::write(&draft, text).and_then(|()| {
        if old.is_some() {
            fs::set_permissions(&draft, fs::metadata(&target)?.permissions())?;
        }
        fs::rename(&draft, &target)
    });
    if let Err(error) = replaced {
        // The first error is the one to report.
        let _ = fs::remove_file(&draft);
        return Err(failed(error));
    }
    Ok(if old.is_some() { Written::Updated } else { Written::Created })
}

/// Returns a name in the same folder, so that renaming stays on one file system.
fn temporary(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_created_updated_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("schema/goods.gsql");
        assert_eq!(write(&path, "a").unwrap(), Written::Created);
        assert_eq!(write(&path, "b").unwrap(), Written::Updated);
        assert_eq!(write(&path, "b").unwrap(), Written::Unchanged);
        assert_eq!(fs::read_to_string(&path).unwrap(), "b");
        let left = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "nothing else stays in the folder");
    }

    #[test]
    fn bytes_that_are_not_text_are_reported_with_their_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("latin1.gsql");
        fs::write(&path, b"// gr\xfcn").unwrap();
        let failure = read(&path).unwrap_err();
        assert!(failure.text().contains("see byte 6"), "{}", failure.text());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_not_replaced_or_read() {
        let path = Path::new("/dev/full");
        assert!(write(path, "a").unwrap_err().text().contains("/dev/full"));
        assert!(is_special(path));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_the_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&file, "a").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        write(&link, "b").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "b");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
