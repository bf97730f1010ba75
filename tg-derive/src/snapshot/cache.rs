//! A cache of files that were read, valid until the files change.
//!
//! The compiler runs all macros of a crate in one process, so a file is read once. An editor keeps
//! that process for hours, so a file may change in the meantime.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use std::{fs, io};

/// The values made from files.
pub(super) struct Cache<T>(Mutex<BTreeMap<PathBuf, (Stamp, Arc<T>)>>);

/// The time of the last change and the length; `None` for a file that does not exist.
type Stamp = Option<(SystemTime, u64)>;

impl<T> Cache<T> {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// Returns the value that `make` made from the file's text.
    pub(super) fn get(&self, path: &Path, make: impl FnOnce(io::Result<String>) -> T) -> Arc<T> {
        let stamp = stamp(path);
        // No panic can leave the map half changed.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, made)) = known.get(path).filter(|(then, _)| *then == stamp) {
            return Arc::clone(made);
        }
        let made = Arc::new(make(fs::read_to_string(path)));
        known.insert(path.to_owned(), (stamp, Arc::clone(&made)));
        made
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_once_and_again_when_it_changed() {
        let path = std::env::temp_dir().join(format!("tg-derive-cache-{}", std::process::id()));
        let cache = Cache::new();
        let get = || cache.get(&path, Result::ok);
        assert_eq!(*get(), None);
        fs::write(&path, "a").unwrap();
        let first = get();
        assert_eq!(first.as_deref(), Some("a"));
        assert!(Arc::ptr_eq(&first, &get()));
        fs::write(&path, "ab").unwrap();
        assert_eq!(get().as_deref(), Some("ab"));
        fs::remove_file(&path).unwrap();
        assert_eq!(*get(), None);
    }
}
