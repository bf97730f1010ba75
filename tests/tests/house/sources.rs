//! The source files of the workspace.

use std::path::{Path, PathBuf};

/// Returns the folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Returns the Rust files below a folder.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Returns the lines of code of a file, numbered from 1, without comments and without the tests at
/// its end.
pub(crate) fn code_lines(file: &Path) -> Vec<(usize, String)> {
    if file.file_stem().is_some_and(|stem| stem == "tests") {
        return Vec::new();
    }
    let source = std::fs::read_to_string(file).expect("a readable source file");
    let mut lines = Vec::new();
    for (index, line) in source.lines().enumerate() {
        if line.starts_with("#[cfg(test)]") {
            break;
        }
        if !line.trim_start().starts_with("//") {
            lines.push((index + 1, line.to_owned()));
        }
    }
    lines
}
