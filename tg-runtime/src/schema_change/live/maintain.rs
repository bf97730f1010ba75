//! Maintenance of the catalog: checks, recovery, and global types for a graph.

use crate::client::api::{Response, schema as api};
use crate::client::{Client, Reply};
use crate::error::prose::Prose;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Scope;
use crate::operation::{Deadline, Operation};

/// Has the server check its catalog.
pub(crate) fn check_schema(client: Client) -> Operation<String> {
    Operation::new(async move |deadline| {
        let scope = Scope::of_server(&client, "check the schema of");
        succeeded(&scope, &scope.reply(api::check(), deadline).await?)
    })
}

/// Has the server repair its catalog.
pub(crate) fn recover_schema(client: Client) -> Operation<String> {
    Operation::new(async move |deadline| {
        let scope = Scope::of_server(&client, "recover the schema of");
        succeeded(&scope, &scope.reply(api::recover(), deadline).await?)
    })
}

/// Returns the message of an answer that reports success: the other one is not always an error.
fn succeeded(scope: &Scope, reply: &Reply) -> Result<String> {
    let message = reply.message();
    if Prose::Done.is_in(message) || message.is_empty() {
        return Ok(message.to_owned());
    }
    Err(scope.error(ErrorKind::Schema, message))
}

/// Adds global vertex types to the graph.
pub(crate) fn add_global_vertices(client: Client, names: Vec<String>) -> Operation<()> {
    Operation::new(async move |deadline| {
        let scope = Scope::of_graph(&client, "add global vertex types to");
        let labelled = |error: Error| error.about(scope.label().to_string());
        add(&client, &scope, &names, deadline).await.map_err(labelled)
    })
}

async fn add(client: &Client, scope: &Scope, names: &[String], deadline: Deadline) -> Result<()> {
    for name in names {
        Scope::name(name, "vertex type")?;
    }
    let graph = Scope::name(client.graph(), "graph")?;
    if names.is_empty() {
        return Ok(());
    }
    let Response::Composed = scope.run(api::add_vertices(graph, names), deadline).await? else {
        return Ok(());
    };
    // An interrupted call may have left the job. That there is none is a failure that means nothing
    // here.
    let server = Scope::of_server(client, "add global vertex types to a graph of");
    let _ = server.run(api::drop_add_vertices(), deadline).await;
    let outcome = server.run(api::run_add_vertices(graph, names), deadline).await;
    let _ = server.run(api::drop_add_vertices(), deadline).await;
    outcome.map(drop)
}
