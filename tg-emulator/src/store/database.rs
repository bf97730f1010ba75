//! The data together with the schema versions of the graphs.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use tg_gsql::apply::Effect;
use tg_gsql::model::Catalog;

use super::graph::Graphs;
use super::schema::Schema;

/// All data and the schema version of each graph.
#[derive(Debug, Default, Clone)]
pub(crate) struct Database {
    pub(crate) graphs: Graphs,
    versions: HashMap<String, u32>,
}

/// The database, shared by all that serve requests and by the runs of loading jobs.
#[derive(Debug, Default, Clone)]
pub(crate) struct SharedDatabase(Arc<RwLock<Arc<Database>>>);

/// The database, locked for a change. Snapshots keep what they had.
#[derive(Debug)]
pub(crate) struct DatabaseWriter<'a>(RwLockWriteGuard<'a, Arc<Database>>);

impl SharedDatabase {
    /// Returns the current data, which does not change. The caller holds no lock, and may use it
    /// for any time.
    pub(crate) fn read(&self) -> Arc<Database> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Locks the data for a change.
    pub(crate) fn write(&self) -> DatabaseWriter<'_> {
        DatabaseWriter(self.0.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Deref for DatabaseWriter<'_> {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.0
    }
}

impl DerefMut for DatabaseWriter<'_> {
    fn deref_mut(&mut self) -> &mut Database {
        Arc::make_mut(&mut self.0)
    }
}

impl Database {
    /// Returns the schema version of a graph for the envelope of responses: 0 at first, incremented
    /// by each change.
    pub(crate) fn version(&self, graph: &str) -> u32 {
        self.versions.get(graph).copied().unwrap_or(0)
    }

    /// Replaces the catalog and migrates the data. `effects` are the effects of the change. The
    /// version of each graph whose types are different is incremented.
    pub(crate) fn set_catalog(&mut self, catalog: Catalog, effects: &[Effect]) {
        let old = self.graphs.schema();
        let may_change = !effects.iter().all(is_about_new_types);
        let is_same = |graph: &str| !may_change || is_same_graph(&old.catalog, &catalog, graph);
        let versions = catalog.graphs.iter().map(|graph| {
            let version = match self.versions.get(&graph.name) {
                None => 0,
                Some(version) if is_same(&graph.name) => *version,
                Some(version) => version + 1,
            };
            (graph.name.clone(), version)
        });
        let versions = versions.collect();
        let schema = Arc::new(Schema::new(catalog, old));
        self.versions = versions;
        self.graphs.migrate(schema, effects);
    }

    /// Removes all vertices and edges and keeps the schema.
    pub(crate) fn clear(&mut self) {
        self.graphs = Graphs::empty(self.graphs.schema.clone());
    }
}

/// Returns `true` if a graph contains the same types, with the same definitions.
fn is_same_graph(old: &Catalog, new: &Catalog, graph: &str) -> bool {
    old.vertices_of(graph).eq(new.vertices_of(graph)) && old.edges_of(graph).eq(new.edges_of(graph))
}

/// Returns `true` if an effect leaves all graphs that exist as they are.
fn is_about_new_types(effect: &Effect) -> bool {
    match effect {
        Effect::TypeAdded(of) => of.local_to.is_none(),
        Effect::TupleAdded(_) | Effect::GraphAdded(_) => true,
        _ => false,
    }
}
