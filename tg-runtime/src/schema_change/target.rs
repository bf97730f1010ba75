//! The schema that a graph shall have.

use tg_gsql::diff::{Rename, Renamed};
use tg_gsql::model::Catalog;

use super::live::{read_graph, read_live_catalog};
use crate::client::Client;
use crate::error::{Error, Result};
use crate::operation::Deadline;
use crate::schema::{AttributeSpec, GraphSpec, HandleSpec};

/// A schema, and what was renamed on the way to it.
#[derive(Debug, Clone)]
pub(crate) struct TargetSchema {
    pub(crate) catalog: Catalog,
    pub(super) renames: Vec<Rename>,
}

impl TargetSchema {
    pub(crate) fn new(catalog: Catalog) -> Self {
        Self { catalog, renames: Vec::new() }
    }

    /// Returns the schema that the annotated structs of a graph declare; its name on this
    /// connection may be another only for a graph without types.
    pub(crate) fn of_spec(spec: GraphSpec) -> Result<Self> {
        if spec.name.is_empty() {
            let message = "a graph that is named at run time declares no types: say what is wanted \
                           with `verify_against(..)` or `plan_change_to(..)`";
            return Err(Error::configuration(message));
        }
        let catalog = spec.catalog().map_err(|error| {
            Error::configuration(format!("the types are no schema: {error}")).with_source(error)
        })?;
        Ok(Self { catalog, renames: renames(spec) })
    }

    /// Reads the schema of the server: of this graph, or all of it if global types may be shared.
    pub(crate) async fn read_live(&self, client: &Client, deadline: Deadline) -> Result<Catalog> {
        let graph = client.graph();
        let live = read_graph(client, deadline).await?.catalog;
        let global = |catalog: &Catalog| {
            catalog.vertices_of(graph).any(|it| it.local_to.is_none())
                || catalog.edges_of(graph).any(|it| it.local_to.is_none())
        };
        if global(&live) || global(&self.catalog) {
            return read_live_catalog(client, deadline).await;
        }
        Ok(live)
    }
}

/// Returns the renames of `#[tg(renamed_from = "..")]`.
fn renames(spec: GraphSpec) -> Vec<Rename> {
    let mut found = Vec::new();
    let mut add = |what: Renamed, old: Option<&str>, new: &str| {
        if let Some(old) = old {
            found.push(Rename { what, old: old.to_owned(), new: new.to_owned() });
        }
    };
    for handle in spec.handles {
        let (what, old, name, attributes): (_, _, &str, &[AttributeSpec]) = match handle {
            HandleSpec::Vertices(it) => (Renamed::Vertex, it.renamed_from, it.name, it.attributes),
            HandleSpec::Edges(it) => (Renamed::Edge, it.renamed_from, it.name, it.attributes),
        };
        for attribute in attributes {
            let what = match handle {
                HandleSpec::Vertices(_) => Renamed::VertexAttribute(name.to_owned()),
                HandleSpec::Edges(_) => Renamed::EdgeAttribute(name.to_owned()),
            };
            add(what, attribute.renamed_from, attribute.name);
        }
        add(what, old, name);
    }
    found
}
