//! The data together with what the server says about its schema.

use std::collections::HashMap;
use std::sync::Arc;

use tg_gsql::model::Catalog;

use super::graph::Graphs;
use super::schema::Schema;

/// All data and the schema version of each graph.
#[derive(Debug, Default)]
pub(crate) struct Database {
    pub(crate) graphs: Graphs,
    versions: HashMap<String, u32>,
}

impl Database {
    /// The number in the envelope of answers about a graph: 0 at first, one more with each change.
    pub(crate) fn version(&self, graph: &str) -> u32 {
        self.versions.get(graph).copied().unwrap_or(0)
    }

    /// Takes over a changed catalog. A graph whose types are others than before gets a new
    /// version.
    pub(crate) fn take_catalog(&mut self, catalog: Catalog) {
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
        self.graphs.take_schema(Arc::new(Schema::new(catalog)));
    }

    /// Removes all vertices and edges and keeps the schema.
    pub(crate) fn clear(&mut self) {
        self.graphs = Graphs::empty(self.graphs.schema.clone());
    }
}

/// Whether a graph contains the same types, defined in the same way.
fn same_graph(old: &Catalog, new: &Catalog, graph: &str) -> bool {
    let types = |catalog: &Catalog| {
        let graph = catalog.graphs.iter().find(|known| known.name == graph)?.clone();
        let visible = |name: &String, owner: &Option<String>, names: &[String]| {
            names.contains(name) && owner.as_ref().is_none_or(|owner| *owner == graph.name)
        };
        let vertices: Vec<_> = catalog
            .vertices
            .iter()
            .filter(|ty| visible(&ty.name, &ty.local_to, &graph.vertices))
            .cloned()
            .collect();
        let edges: Vec<_> = catalog
            .edges
            .iter()
            .filter(|ty| visible(&ty.name, &ty.local_to, &graph.edges))
            .cloned()
            .collect();
        Some((graph, vertices, edges))
    };
    types(old) == types(new)
}
