//! The schema that the server has now.

pub(super) mod dependents;
mod maintain;
mod metadata;
mod read;

use tg_gsql::model::Catalog;

pub use dependents::{Dependent, DependentKind};
pub(crate) use maintain::{add_global_vertices, check_schema, recover_schema};
pub use metadata::Metadata;
pub(crate) use metadata::{read_metadata, read_schema_version};
pub(super) use read::{read_catalog as read_live_catalog, read_graph};

use crate::client::Client;
use crate::error::{ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation};

/// Reads the schema of the graph.
pub(crate) fn read_schema(client: Client) -> Operation<Catalog> {
    Operation::new(async move |deadline| existing(&client, "read the schema of", deadline).await)
}

/// The live schema of a graph that must exist.
async fn existing(client: &Client, verb: &'static str, deadline: Deadline) -> Result<Catalog> {
    let live = read_graph(client, deadline).await?;
    if live.exists {
        return Ok(live.catalog);
    }
    let message = format!("the server has no graph `{}`", client.graph());
    Err(Scope::of_graph(client, verb).error(ErrorKind::UnknownName, message))
}

/// Reads the whole catalog.
pub(crate) fn read_catalog(client: Client) -> Operation<Catalog> {
    Operation::new(async move |deadline| read::read_catalog(&client, deadline).await)
}

/// Lists the graphs.
pub(crate) fn list_graphs(client: Client) -> Operation<Vec<String>> {
    Operation::new(async move |deadline| read::graph_names(&client, deadline).await)
}

/// Lists the queries and loading jobs of the graph.
pub(crate) fn list_dependents(client: Client) -> Operation<Vec<Dependent>> {
    Operation::new(async move |deadline| {
        dependents::of_graph(&client, client.graph(), deadline).await
    })
}
