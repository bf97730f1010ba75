//! The inputs of loading jobs: files and objects that a test registers, and local files in a folder
//! that the builder names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::error::LoadError;

/// The variable for the data folder of the server.
const DATA_ROOT: &str = "$sys.data_root";

/// The files and objects that jobs can read.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// The folder whose local files can be read. Without it, local files cannot be read.
    root: Option<PathBuf>,
    registered: Mutex<Registered>,
}

#[derive(Debug, Default)]
struct Registered {
    files: BTreeMap<String, Bytes>,
    /// The objects by data source and name.
    objects: BTreeMap<(String, String), Bytes>,
}

/// The name and the content of a file or object.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

impl Files {
    pub(crate) fn new(root: Option<PathBuf>) -> Self {
        Self { root, registered: Mutex::default() }
    }

    /// Returns the folder of local files.
    pub(crate) fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    pub(crate) fn put(&self, name: &str, bytes: Bytes) {
        self.registered().files.insert(name.to_owned(), bytes);
    }

    pub(crate) fn put_object(&self, source: &str, name: &str, bytes: Bytes) {
        self.registered().objects.insert((source.to_owned(), name.to_owned()), bytes);
    }

    /// Reads the files of a path in a job. A path can start with the names of machines, can be a
    /// list separated by commas, and can be a folder, which selects all its files that are not
    /// hidden.
    ///
    /// # Errors
    ///
    /// Fails if a file does not exist or cannot be read.
    pub(crate) fn read(
        &self,
        path: &str,
        data_root: Option<&str>,
    ) -> Result<Vec<Content>, LoadError> {
        let mut found = Vec::new();
        for part in path.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            found.extend(self.read_one(without_machines(part), data_root)?);
        }
        if found.is_empty() {
            return Err(LoadError::Source(format!("The path '{path}' does not name a file.")));
        }
        Ok(found)
    }

    fn read_one(&self, path: &str, data_root: Option<&str>) -> Result<Vec<Content>, LoadError> {
        let path = match (path.strip_prefix(DATA_ROOT), data_root) {
            (Some(rest), Some(root)) => format!("{root}{rest}"),
            (Some(rest), None) => rest.trim_start_matches('/').to_owned(),
            (None, _) => path.to_owned(),
        };
        let registered = self.registered();
        if let Some(bytes) = registered.files.get(&path) {
            return Ok(vec![Content { name: path, bytes: bytes.clone() }]);
        }
        let folder = format!("{}/", path.trim_end_matches('/'));
        let in_folder = registered.files.iter().filter(|(name, _)| {
            name.strip_prefix(&folder).is_some_and(|rest| !rest.contains('/') && !is_hidden(rest))
        });
        let content =
            |(name, bytes): (&String, &Bytes)| Content { name: name.clone(), bytes: bytes.clone() };
        let in_folder: Vec<_> = in_folder.map(content).collect();
        drop(registered);
        if in_folder.is_empty() { self.read_local(&path) } else { Ok(in_folder) }
    }

    /// Reads local files.
    fn read_local(&self, path: &str) -> Result<Vec<Content>, LoadError> {
        let failed = |reason: String| LoadError::Source(reason);
        let Some(root) = &self.root else {
            return Err(failed(format!(
                "File or directory '{path}' does not exist: it is not registered, and the emulator \
                 reads local files only in the data folder \
                 (Builder::data_root, tg emulator --data-root)."
            )));
        };
        let missing = |error: std::io::Error| {
            failed(format!("File or directory '{path}' does not exist or cannot be read: {error}."))
        };
        let root = root.canonicalize().map_err(missing)?;
        // An absolute path is one of the machine, or one within the root, as for the files that
        // queries write. `join` replaces the root by an absolute path, so the result is checked.
        let paths = [path.trim_start_matches('/'), path];
        let candidates = paths.map(|path| root.join(path).canonicalize());
        let is_within = |found: &&PathBuf| found.starts_with(&root);
        let found = candidates.iter().flatten().find(is_within).cloned();
        let [_, as_given] = candidates;
        let found = match (found, as_given) {
            (Some(found), _) => found,
            (None, Err(error)) => return Err(missing(error)),
            (None, Ok(_)) => {
                return Err(failed(format!(
                    "File or directory '{path}' is not in the folder that the emulator can read."
                )));
            }
        };
        if !found.is_dir() {
            return Ok(vec![content_of(&found).map_err(missing)?]);
        }
        let mut files = Vec::new();
        for entry in found.read_dir().map_err(missing)? {
            let entry = entry.map_err(missing)?;
            let name = entry.file_name();
            let is_file = entry.file_type().map_err(missing)?.is_file();
            if is_file && !is_hidden(&name.to_string_lossy()) {
                files.push(entry.path());
            }
        }
        files.sort();
        files.iter().map(|file| content_of(file).map_err(missing)).collect()
    }

    /// Reads the object with a name, or all objects in the folder with this name.
    ///
    /// # Errors
    ///
    /// Fails if there are none.
    pub(crate) fn read_objects(&self, source: &str, name: &str) -> Result<Vec<Content>, LoadError> {
        let registered = self.registered();
        let folder = format!("{}/", name.trim_end_matches('/'));
        let found = registered.objects.iter().filter(|((owner, known), _)| {
            owner == source && (known == name || known.starts_with(&folder))
        });
        let content = |((_, name), bytes): (&(String, String), &Bytes)| Content {
            name: name.clone(),
            bytes: bytes.clone(),
        };
        let found: Vec<_> = found.map(content).collect();
        if found.is_empty() {
            return Err(LoadError::Source(format!(
                "The object '{name}' of the data source '{source}' does not exist: the emulator \
                 reads only objects that a test registers (Handle::put_object)."
            )));
        }
        Ok(found)
    }

    /// Returns the names of all objects of a data source.
    pub(crate) fn objects(&self, source: &str) -> Vec<String> {
        let registered = self.registered();
        let own = registered.objects.keys().filter(|(owner, _)| owner == source);
        own.map(|(_, name)| name.clone()).collect()
    }

    fn registered(&self) -> MutexGuard<'_, Registered> {
        self.registered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

fn content_of(path: &Path) -> std::io::Result<Content> {
    let bytes = std::fs::read(path)?.into();
    Ok(Content { name: path.to_string_lossy().into_owned(), bytes })
}

/// Removes a prefix such as `ALL:`, `ANY:` or `m1|m2:` from a path, because the emulator is a
/// single machine.
fn without_machines(path: &str) -> &str {
    let Some((machines, rest)) = path.split_once(':') else { return path };
    let is_machine = |name: &str| {
        name == "ALL"
            || name == "ANY"
            || name.strip_prefix('m').is_some_and(|number| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            })
    };
    if machines.split('|').all(is_machine) { rest } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_of_machines_are_removed() {
        assert_eq!(without_machines("ALL:/a"), "/a");
        assert_eq!(without_machines("m1|m2:/a"), "/a");
        assert_eq!(without_machines("m1:a:b"), "a:b");
        assert_eq!(without_machines("s3://b/c"), "s3://b/c");
        assert_eq!(without_machines("C:/a"), "C:/a");
    }

    #[test]
    fn registered_files_and_folders_are_found() {
        let files = Files::default();
        for name in ["/d/a.csv", "/d/b.csv", "/d/.c.csv", "/d/e/f.csv", "root/x"] {
            files.put(name, Bytes::from_static(b"1"));
        }
        let names = |path, root| {
            files.read(path, root).map(|all| all.into_iter().map(|it| it.name).collect::<Vec<_>>())
        };
        assert_eq!(names("/d/a.csv", None), Ok(vec!["/d/a.csv".to_owned()]));
        assert_eq!(names("ALL:/d", None), Ok(vec!["/d/a.csv".to_owned(), "/d/b.csv".to_owned()]));
        assert_eq!(names("/d/b.csv, /d/e", None).map(|all| all.len()), Ok(2));
        assert_eq!(names("$sys.data_root/x", Some("root")), Ok(vec!["root/x".to_owned()]));
        assert!(names("/etc/passwd", None).is_err());
    }

    #[test]
    fn local_files_outside_the_root_are_rejected() {
        let root = std::env::temp_dir().join(format!("tg-emulator-files-{}", std::process::id()));
        std::fs::create_dir_all(root.join("in/deep")).unwrap();
        std::fs::write(root.join("in/a.csv"), "1").unwrap();
        std::fs::write(root.join("out.csv"), "2").unwrap();
        let files = Files::new(Some(root.join("in")));
        assert_eq!(files.read("a.csv", None).map(|all| all.len()), Ok(1));
        assert_eq!(files.read(&root.join("in").to_string_lossy(), None).map(|it| it.len()), Ok(1));
        for path in ["../out.csv", "nope", "/etc/passwd", &root.join("out.csv").to_string_lossy()] {
            assert!(files.read(path, None).is_err(), "{path}");
        }
        std::fs::remove_dir_all(root).unwrap();
    }
}
