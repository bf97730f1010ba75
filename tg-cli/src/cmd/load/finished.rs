//! The files of a mapping that an earlier, unfinished run of the command has loaded.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::exit::{Failure, Outcome};
use crate::files;
use crate::output::load::FileAccount;

/// The accounts of loaded files, by what was loaded, in a file of JSON.
pub(super) struct Finished {
    path: Option<PathBuf>,
    accounts: BTreeMap<String, FileAccount>,
}

impl Finished {
    /// Reads the file, if there is one. Without a path nothing is kept.
    pub(super) fn open(path: Option<&PathBuf>) -> Outcome<Self> {
        let path = path.cloned();
        // The content of a device may have no end, and a file cannot take its place.
        if let Some(path) = path.as_deref().filter(|path| files::is_special(path)) {
            let message = format!("the checkpoint {} is not a regular file", path.display());
            return Err(Failure::input(message).help("name another file"));
        }
        let accounts = match path.as_deref().map(|path| (path, fs::read(path))) {
            None => BTreeMap::new(),
            Some((_, Err(error))) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Some((path, Err(error))) => return Err(Failure::file("read", path, &error)),
            Some((path, Ok(text))) => {
                serde_json::from_slice(&text).map_err(|error| other(path, &error))?
            }
        };
        Ok(Self { path, accounts })
    }

    /// Takes the account of a file that was loaded.
    pub(super) fn take(&self, identity: &str) -> Option<FileAccount> {
        self.accounts.get(identity).cloned()
    }

    /// Returns `true` if the rejected rows of a file that was loaded are in this file.
    pub(super) fn has_rejects(&self, path: &Path) -> bool {
        let path = path.display().to_string();
        self.accounts.values().any(|account| account.rejects.as_ref() == Some(&path))
    }

    /// Adds a file that was loaded.
    pub(super) fn add(&mut self, identity: &str, account: &FileAccount) -> Outcome<()> {
        let Some(path) = &self.path else { return Ok(()) };
        self.accounts.insert(identity.to_owned(), account.clone());
        let text = serde_json::to_string(&self.accounts).map_err(std::io::Error::from)?;
        files::write(path, &text).map(drop)
    }

    /// Removes the file, since all files are loaded.
    pub(super) fn remove(self) -> Outcome<()> {
        match self.path {
            Some(path) if path.exists() => {
                fs::remove_file(&path).map_err(|error| Failure::file("remove", &path, &error))
            }
            _ => Ok(()),
        }
    }
}

fn other(path: &Path, error: &serde_json::Error) -> Failure {
    Failure::input(format!("{} is not a checkpoint of several files: {error}", path.display()))
        .help("name another file")
}
