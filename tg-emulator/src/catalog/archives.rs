//! Exports: everything that a server stored at one moment.
//!
//! A real server writes a folder of files. The emulator keeps a copy of its own form in memory,
//! under the path of that folder, so that an import restores schema, data, queries, jobs and data
//! sources exactly. The copy lives as long as the server.

use std::collections::HashMap;

use super::Stored;
use crate::store::Database;

/// The exports, by the path that was given.
#[derive(Default)]
pub(crate) struct Archives(HashMap<String, Archive>);

struct Archive {
    database: Database,
    stored: Stored,
    password: Option<String>,
}

/// A request to export or import.
pub(crate) struct TransferRequest {
    pub(crate) path: String,
    /// Empty for all graphs.
    pub(crate) graphs: Vec<String>,
    pub(crate) schema: bool,
    pub(crate) data: bool,
    pub(crate) password: Option<String>,
}

impl TransferRequest {
    /// Rejects a request for a part of the server, which an archive cannot hold.
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

impl Archives {
    /// Keeps a copy of the server under the path of the request.
    ///
    /// # Errors
    ///
    /// If the request names what cannot be exported.
    pub(crate) fn export(
        &mut self,
        request: TransferRequest,
        database: &Database,
        stored: &Stored,
    ) -> Result<(), String> {
        request.check(database)?;
        let mut database = database.clone();
        if !request.data {
            database.clear();
        }
        let archive = Archive { database, stored: stored.clone(), password: request.password };
        self.0.insert(request.path, archive);
        Ok(())
    }

    /// Returns a copy of the archive that a request names, to replace the server's contents.
    ///
    /// # Errors
    ///
    /// If there is none under the path, or its password is a different one.
    pub(crate) fn import(&self, request: &TransferRequest) -> Result<(Database, Stored), String> {
        let archive = self.0.get(&request.path);
        let archive =
            archive.ok_or_else(|| format!("There is no export in the folder {}.", request.path))?;
        if archive.password != request.password {
            return Err("The password does not fit the export.".to_owned());
        }
        request.check(&archive.database)?;
        let mut database = archive.database.clone();
        if !request.data {
            database.clear();
        }
        Ok((database, archive.stored.clone()))
    }
}
