//! Exports: everything that a server holds, as it was at a moment.
//!
//! A real server writes a folder of files. The emulator keeps a copy of its own form in memory, under
//! the path of that folder, so that an import restores schema, data, queries, jobs and data sources
//! exactly. It is there as long as the server is.

use std::collections::HashMap;

use crate::gsql::Stored;
use crate::state::State;
use crate::store::Database;

/// What was exported, by the path that was given.
#[derive(Default)]
pub(crate) struct Archives(HashMap<String, Archive>);

struct Archive {
    database: Database,
    stored: Stored,
    password: Option<String>,
}

/// What is to be exported or imported.
pub(crate) struct Wanted {
    pub(crate) path: String,
    /// All graphs, if there are none.
    pub(crate) graphs: Vec<String>,
    pub(crate) schema: bool,
    pub(crate) data: bool,
    pub(crate) password: Option<String>,
}

impl Wanted {
    /// Refuses what an archive cannot be: a part of what there is.
    fn check(&self, database: &Database) -> Result<(), String> {
        if self.path.trim().is_empty() {
            return Err("The path is missing.".to_owned());
        }
        let graphs = database.graphs.schema().graphs();
        for name in &self.graphs {
            if !graphs.iter().any(|graph| graph.name == *name) {
                return Err(format!("Graph '{name}' does not exist."));
            }
        }
        let all = graphs.iter().all(|graph| self.graphs.contains(&graph.name));
        if !self.graphs.is_empty() && !all {
            return Err("The emulator exports and imports all graphs at once.".to_owned());
        }
        if !self.schema {
            return Err("The emulator does not export data without its schema.".to_owned());
        }
        Ok(())
    }
}

/// Writes an archive.
pub(crate) fn export(state: &State, wanted: Wanted) -> Result<(), String> {
    let database = state.read();
    wanted.check(&database)?;
    let mut copy = database.clone();
    let stored = state.stored().clone();
    drop(database);
    if !wanted.data {
        copy.clear();
    }
    let archive = Archive { database: copy, stored, password: wanted.password };
    state.archives().0.insert(wanted.path, archive);
    Ok(())
}

/// Puts an archive in the place of all there is.
pub(crate) fn import(state: &State, wanted: &Wanted) -> Result<(), String> {
    let archives = state.archives();
    let archive = archives.0.get(&wanted.path);
    let archive =
        archive.ok_or_else(|| format!("There is no export in the folder {}.", wanted.path))?;
    if archive.password != wanted.password {
        return Err("The password does not fit the export.".to_owned());
    }
    wanted.check(&archive.database)?;
    let mut database = archive.database.clone();
    let stored = archive.stored.clone();
    drop(archives);
    if !wanted.data {
        database.clear();
    }
    let mut here = state.write();
    *here = database;
    *state.stored() = stored;
    Ok(())
}
