//! The data together with what the server says about its schema.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

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
pub(crate) struct SharedDatabase(Arc<RwLock<Database>>);

impl SharedDatabase {
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Database> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Database> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Database {
    /// The number in the envelope of answers about a graph: 0 at first, one more with each change.
    pub(crate) fn version(&self, graph: &str) -> u32 {
        self.versions.get(graph).copied().unwrap_or(0)
    }

    /// Takes over a changed catalog, and what the change did to it. A graph whose types are others
    /// than before gets a new version.
    pub(crate) fn take_catalog(&mut self, catalog: Catalog, effects: &[Effect]) {
        let old = &self.graphs.schema().catalog;
        let versions = catalog.graphs.iter().map(|graph| {
            let version = match self.versions.get(&graph.name) {
                None => 0,
                Some(version) if same_graph(old, &catalog, &graph.name) => *version,
                Some(version) => version + 1,
            };
            (graph.name.clone(), version)
        });
        self.versions = versions.collect();
        self.graphs.take_schema(Arc::new(Schema::new(catalog)), effects);
    }

    /// Removes all vertices and edges and keeps the schema.
    pub(crate) fn clear(&mut self) {
        self.graphs = Graphs::empty(self.graphs.schema.clone());
    }
}

/// Whether a graph contains the same types, defined in the same way.
fn same_graph(old: &Catalog, new: &Catalog, graph: &str) -> bool {
    let types = |catalog: &Catalog| {
        let vertices: Vec<_> = catalog.vertices_of(graph).cloned().collect();
        let edges: Vec<_> = catalog.edges_of(graph).cloned().collect();
        (vertices, edges)
    };
    types(old) == types(new)
}
