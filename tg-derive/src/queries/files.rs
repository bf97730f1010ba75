//! The files that `queries = ".."` names.

use std::io;
use std::path::{Path, PathBuf};

use syn::LitStr;

use crate::problems::Problems;
use crate::snapshot::folder;

/// A file of queries.
pub(crate) struct QueryFile {
    /// The path that is watched.
    pub(super) path: PathBuf,
    /// The path from the folder of the crate, for messages.
    pub(super) name: String,
    pub(super) text: String,
    /// The index of the literal that names the file or its folder.
    pub(super) named_by: usize,
    /// `true` if the file is named itself, and not its folder.
    pub(super) is_named_itself: bool,
}

/// Reads the files, and all files of the folders that end with `.gsql`, in the order of names.
pub(super) fn read(paths: &[LitStr], problems: &mut Problems) -> Vec<QueryFile> {
    let mut files: Vec<QueryFile> = Vec::new();
    for (named_by, literal) in paths.iter().enumerate() {
        let name = literal.value();
        let path = folder().join(&name);
        let found =
            if path.is_dir() { list(&path, &name) } else { Ok(vec![(path.clone(), name.clone())]) };
        let found = found.and_then(|found| {
            let is_named_itself = !path.is_dir();
            let read = |(path, name): (PathBuf, String)| {
                let text =
                    std::fs::read_to_string(&path).map_err(|error| unreadable(&name, &error))?;
                Ok(QueryFile { path, name, text, named_by, is_named_itself })
            };
            found.into_iter().map(read).collect::<Result<Vec<_>, String>>()
        });
        match found {
            Ok(found) => {
                for file in found {
                    if files.iter().any(|known| known.path == file.path) {
                        problems.at(literal, format!("the file {} is named twice", file.name));
                    } else {
                        files.push(file);
                    }
                }
            }
            Err(message) => problems.at(literal, message),
        }
    }
    files
}

fn list(path: &Path, name: &str) -> Result<Vec<(PathBuf, String)>, String> {
    let unreadable = |error: io::Error| unreadable(name, &error);
    let mut files = Vec::new();
    for entry in path.read_dir().map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        if file.extension().is_some_and(|extension| extension == "gsql") {
            let own = file.file_name().unwrap_or_default().to_string_lossy();
            files.push((file.clone(), format!("{}/{own}", name.trim_end_matches('/'))));
        }
    }
    if files.is_empty() {
        return Err(format!("the folder {name} contains no file that ends with .gsql"));
    }
    files.sort();
    Ok(files)
}

fn unreadable(name: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!(
            "{name} does not exist in the folder of Cargo.toml: name a folder of .gsql files, or \
             one file"
        ),
        io::ErrorKind::InvalidData => format!("the file {name} is not UTF-8"),
        _ => format!("{name} cannot be read: {error}"),
    }
}
