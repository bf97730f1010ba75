//! The schema that the server has now.

pub(super) mod dependents;
mod maintain;
mod metadata;
mod read;

use std::time::Duration;

use tg_gsql::model::Catalog;

pub use dependents::{Dependent, DependentKind};
pub use maintain::{AddGlobalVertices, CheckSchema, RecoverSchema};
pub use metadata::{Metadata, ReadMetadata, ReadSchemaVersion};
pub(super) use read::{read_catalog, read_graph};

use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::operation;

/// Reads the live schema of a graph: [`Graph::schema`](super::Graph::schema).
///
/// # Errors
///
/// With [`ErrorKind::UnknownName`] when the server has no such graph; with [`ErrorKind::Decode`] when
/// its answer is not understood.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ReadSchema {
    client: Client,
    timeout: Option<Duration>,
}

impl ReadSchema {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, timeout: None }
    }

    async fn run(self) -> Result<Catalog> {
        let live = read_graph(&self.client, self.timeout).await?;
        if live.exists {
            return Ok(live.catalog);
        }
        let message = format!("the server has no graph `{}`", self.client.graph());
        let error = Error::new(ErrorKind::UnknownName, message);
        Err(error.during(|| format!("read the schema of {}", self.client.graph())))
    }
}

operation!(impl [] ReadSchema => Catalog);

/// Reads the catalog of the server: [`Graph::catalog`](super::Graph::catalog).
///
/// # Errors
///
/// When the server cannot be reached, or with [`ErrorKind::Decode`] when its answer is not
/// understood.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ReadCatalog {
    client: Client,
    timeout: Option<Duration>,
}

impl ReadCatalog {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, timeout: None }
    }

    async fn run(self) -> Result<Catalog> {
        read_catalog(&self.client, self.timeout).await
    }
}

operation!(impl [] ReadCatalog => Catalog);

/// Lists the graphs of the server: [`Graph::graphs`](super::Graph::graphs).
///
/// # Errors
///
/// When the server cannot be reached, or refuses.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ListGraphs {
    client: Client,
    timeout: Option<Duration>,
}

impl ListGraphs {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, timeout: None }
    }

    async fn run(self) -> Result<Vec<String>> {
        read::graph_names(&self.client, self.timeout).await
    }
}

operation!(impl [] ListGraphs => Vec<String>);

/// Lists queries and loading jobs: [`Graph::dependents`](super::Graph::dependents).
///
/// # Errors
///
/// When the server cannot be reached, or refuses.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ListDependents {
    client: Client,
    timeout: Option<Duration>,
}

impl ListDependents {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, timeout: None }
    }

    async fn run(self) -> Result<Vec<Dependent>> {
        dependents::of_graph(&self.client, self.client.graph(), self.timeout).await
    }
}

operation!(impl [] ListDependents => Vec<Dependent>);
