//! The effects of a query at its end: changes of the graph, and files.

use std::fs;
use std::path::{Component, Path};
use std::sync::Arc;

use crate::eval::{Effects, Failure};
use crate::store::{Database, SharedDatabase};

/// Applies the changes of a query, all or none, and writes its files.
pub(super) fn apply(
    database: &SharedDatabase,
    snapshot: &Arc<Database>,
    effects: Effects,
    root: Option<&Path>,
) -> Result<(), Failure> {
    let Effects { changes, files } = effects;
    for (path, text) in files.written() {
        write(root, path, text)?;
    }
    if changes.is_empty() {
        return Ok(());
    }
    let mut current = database.write();
    let (before, now) = (snapshot.graphs.shared_schema(), current.graphs.shared_schema());
    if !Arc::ptr_eq(&before, &now) {
        let reason = "the schema was changed while the query ran, so its changes are not applied.";
        return Err(Failure::runtime(reason));
    }
    current.graphs.apply_changes(changes.into_inner());
    Ok(())
}

/// Writes a file in the folder of the emulator. An absolute path is one within the folder.
fn write(root: Option<&Path>, path: &str, text: &str) -> Result<(), Failure> {
    let failed = |reason: &dyn std::fmt::Display| {
        Failure::runtime(format!("the file '{path}' cannot be written: {reason}."))
    };
    let Some(root) = root else {
        let reason = "the emulator has no folder (Builder::data_root, tg emulator --data-root)";
        return Err(failed(&reason));
    };
    let relative: &Path = path.trim_start_matches('/').as_ref();
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(failed(&"it is not in the folder of the emulator"));
    }
    let target = root.join(relative);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        // A link in the folder could lead out of it.
        let inside = folder.canonicalize().ok().zip(root.canonicalize().ok());
        if !inside.is_some_and(|(folder, root)| folder.starts_with(root)) {
            return Err(failed(&"it is not in the folder of the emulator"));
        }
    }
    fs::write(&target, text).map_err(|error| failed(&error))
}
