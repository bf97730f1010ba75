//! Finding the schema file that a type is checked against.

use std::env;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proc_macro2::Ident;

use super::cache::Cache;
use super::file::{self, Failure};
use super::{Snapshot, toml};
use crate::attr::{Attrs, Key};
use crate::problems::Problems;

/// The name of the configuration file.
const CONFIGURATION: &str = "tigergraph.toml";

static CONFIGURATIONS: Cache<Result<Option<String>, Failure>> = Cache::new();

/// The schema to check against, and the files that decide.
#[derive(Default)]
pub(super) struct Found {
    pub(super) snapshot: Option<Snapshot>,
    /// A change of one of these needs a new build.
    pub(super) files: Vec<PathBuf>,
    /// The type that is checked.
    pub(super) user: String,
}

/// Returns the crate's folder; without cargo, the current one.
pub(super) fn folder() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default()
}

/// Reads the schema file that the keys name, or that of the crate.
pub(super) fn find(attrs: &Attrs, ident: &Ident, problems: &mut Problems) -> Found {
    if let Some(unchecked) = attrs.word(Key::Unchecked) {
        for key in [Key::Schema, Key::Partial] {
            if let Some(word) = attrs.word(key) {
                problems.at(
                    word,
                    format!(
                        "`{unchecked}` switches the check off, so \
                         `{word}` has no meaning: remove one"
                    ),
                );
            }
        }
        return Found::default();
    }
    let folder = folder();
    let user = format!("{} {ident}", folder.display());
    if let Some(text) = attrs.text(Key::Schema) {
        let name = text.value();
        let mut found = Found { user: user.clone(), ..Found::default() };
        found.open(folder.join(&name), name, "Cargo.toml", |failure| {
            if let Some(message) = failure.message_for(&format!("{user} by itself")) {
                problems.at(text, message);
            }
        });
        return found;
    }
    let Some(configuration) = nearest(&folder) else { return Found::default() };
    let schema = CONFIGURATIONS.get(&configuration, |text| {
        let path = configuration.display();
        let text = text.map_err(|error| match error.kind() {
            ErrorKind::InvalidData => Failure::new(format!("{path} is not UTF-8")),
            _ => Failure::new(format!("{path} cannot be read: {error}")),
        })?;
        toml::schema(&text).map_err(|problem| {
            Failure::new(format!("{path}:{}: {}", problem.line, problem.message))
        })
    });
    let mut found =
        Found { snapshot: None, files: vec![configuration.clone()], user: user.clone() };
    let mut report = |failure: &Failure| {
        if let Some(message) = failure.message_for(&user) {
            problems.at(ident, message);
        }
    };
    match schema.as_ref() {
        Ok(None) => {}
        Ok(Some(name)) => {
            let folder = configuration.parent().unwrap_or(&folder);
            let path = configuration.display().to_string();
            found.open(folder.join(name), name.clone(), &path, report);
        }
        Err(failure) => report(failure),
    }
    found
}

impl Found {
    fn open(&mut self, path: PathBuf, name: String, owner: &str, report: impl FnOnce(&Failure)) {
        let read = file::read(&path, &name, owner);
        match read.as_ref() {
            Ok(_) => self.snapshot = Some(Snapshot { file: Arc::clone(&read), name }),
            Err(failure) => report(failure),
        }
        if path.is_file() {
            self.files.push(path);
        }
    }
}

/// Returns the configuration file of this folder, or of the nearest folder above that has one.
fn nearest(folder: &Path) -> Option<PathBuf> {
    if folder.as_os_str().is_empty() {
        return None;
    }
    folder.ancestors().map(|folder| folder.join(CONFIGURATION)).find(|file| file.is_file())
}
