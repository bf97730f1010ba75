//! Where jobs read from: files and objects that a test has registered, and files of the machine
//! below a folder that the builder names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::error::LoadError;

/// The variable that stands for the folder of the server's data.
const DATA_ROOT: &str = "$sys.data_root";

/// Files and objects.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Below which folder files of the machine may be read; none may without.
    root: Option<PathBuf>,
    registered: Mutex<Registered>,
}

#[derive(Debug, Default)]
struct Registered {
    files: BTreeMap<String, Bytes>,
    /// By data source and name.
    objects: BTreeMap<(String, String), Bytes>,
}

/// A file, or an object, with its content.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

impl Files {
    pub(crate) fn new(root: Option<PathBuf>) -> Self {
        Self { root, registered: Mutex::default() }
    }

    pub(crate) fn put(&self, name: &str, bytes: Bytes) {
        self.registered().files.insert(name.to_owned(), bytes);
    }

    pub(crate) fn put_object(&self, source: &str, name: &str, bytes: Bytes) {
        self.registered().objects.insert((source.to_owned(), name.to_owned()), bytes);
    }

    /// The files of a path as jobs write it: with the machines in front of it, several with commas
    /// between them, or a folder, of which every file is taken that is not hidden.
    ///
    /// # Errors
    ///
    /// If there is no such file, or none may be read.
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
            return Err(LoadError::Source(format!("The path '{path}' names no file.")));
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
        let inside = registered.files.iter().filter(|(name, _)| {
            name.strip_prefix(&folder).is_some_and(|rest| !rest.contains('/') && !is_hidden(rest))
        });
        let content =
            |(name, bytes): (&String, &Bytes)| Content { name: name.clone(), bytes: bytes.clone() };
        let inside: Vec<_> = inside.map(content).collect();
        drop(registered);
        if inside.is_empty() { self.read_machine(&path) } else { Ok(inside) }
    }

    /// Files of the machine.
    fn read_machine(&self, path: &str) -> Result<Vec<Content>, LoadError> {
        let failed = |reason: String| LoadError::Source(reason);
        let Some(root) = &self.root else {
            return Err(failed(format!(
                "File or directory '{path}' does not exist: no such file is registered, and the \
                 emulator reads files of its machine only below the folder that it is given \
                 (Builder::data_root, tg emulator --data-root)."
            )));
        };
        let missing = |error: std::io::Error| {
            failed(format!("File or directory '{path}' does not exist or cannot be read: {error}."))
        };
        let root = root.canonicalize().map_err(missing)?;
        // An absolute path takes the place of the root, and must then be below it.
        let found = root.join(path).canonicalize().map_err(missing)?;
        if !found.starts_with(&root) {
            return Err(failed(format!(
                "File or directory '{path}' is not below the folder that the emulator may read."
            )));
        }
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

    /// The objects of a data source whose names are this, or begin with it and a slash.
    ///
    /// # Errors
    ///
    /// If there is none.
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
                 reads objects that a test registers (Handle::put_object), and reaches no cloud."
            )));
        }
        Ok(found)
    }

    /// The names of all objects of a data source.
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

/// A path without `ALL:`, `ANY:` or `m1|m2:` in front of it: there is one machine here.
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
    fn machines_are_left_out() {
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
    fn files_of_the_machine_stay_below_the_root() {
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
