//! Making and dropping the graph.

use std::time::Duration;

use tg_gsql::model::Catalog;
use tg_gsql::plan::{Action, Goal, Plan, plan};

use super::live::read_graph;
use super::{Wanted, run_script};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::gsql::Gsql;
use crate::operation::{Deadline, operation};
use crate::schema::GraphSpec;

/// Makes the graph and its types: [`Graph::create_schema`](super::Graph::create_schema).
///
/// # Errors
///
/// When the server refuses a statement; what was made before stays, and is kept by the next call. With
/// [`ErrorKind::Schema`] when what is missing does not go with what is there.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct CreateSchema {
    client: Client,
    spec: GraphSpec,
    timeout: Option<Duration>,
}

/// What [`Graph::create_schema`](super::Graph::create_schema) made, and what was there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SchemaOutcome {
    /// The names of what was made: the graph, then types.
    pub created: Vec<String>,
    /// The names of what was there already. It was not compared.
    pub kept: Vec<String>,
}

impl CreateSchema {
    pub(crate) fn new(client: Client, spec: GraphSpec) -> Self {
        Self { client, spec, timeout: None }
    }

    async fn run(self) -> Result<SchemaOutcome> {
        let deadline = Deadline::after(self.timeout);
        let wanted = Wanted::of_spec(self.spec)?;
        let graph = self.client.graph();
        let have = wanted.read_live(&self.client, deadline.left()).await?;
        let mut outcome = SchemaOutcome::default();
        let want = with_what_is_there(wanted.catalog, &have, graph, &mut outcome);
        let goal = Goal { keep_extra: true, ..Goal::new(&have, &want, graph) };
        let Plan { steps, refusals, .. } = plan(&goal);
        if !refusals.is_empty() {
            let message = format!("the schema cannot be made: {}", refusals.join("; "));
            return Err(Error::new(ErrorKind::Schema, message));
        }
        for step in steps {
            if let Action::Gsql(script) = step.action {
                run_script(&self.client, &script, deadline).await?;
            }
        }
        Ok(outcome)
    }
}

operation!(impl [] CreateSchema => SchemaOutcome);

/// What is wanted, with all that is there already as it is there, so that only what is missing
/// differs.
fn with_what_is_there(
    mut want: Catalog,
    have: &Catalog,
    graph: &str,
    outcome: &mut SchemaOutcome,
) -> Catalog {
    let mut note = |name: &str, is_known: bool| {
        let list = if is_known { &mut outcome.kept } else { &mut outcome.created };
        list.push(name.to_owned());
    };
    note(graph, have.graph(graph).is_some());
    for tuple in &mut want.tuples {
        let known = have.tuple(&tuple.name);
        note(&tuple.name, known.is_some());
        *tuple = known.unwrap_or(tuple).clone();
    }
    for vertex in &mut want.vertices {
        let known = have.vertex(graph, &vertex.name);
        note(&vertex.name, known.is_some());
        let global = have.global_vertex(&vertex.name).filter(|_| vertex.local_to.is_none());
        *vertex = known.or(global).unwrap_or(vertex).clone();
    }
    for edge in &mut want.edges {
        let known = have.edge(graph, &edge.name);
        note(&edge.name, known.is_some());
        let global = have.global_edge(&edge.name).filter(|_| edge.local_to.is_none());
        *edge = known.or(global).unwrap_or(edge).clone();
    }
    want
}

/// Drops the graph: [`Graph::drop_graph`](super::Graph::drop_graph).
///
/// # Errors
///
/// When the server refuses. That there is no such graph is no error.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct DropGraph {
    client: Client,
    timeout: Option<Duration>,
}

impl DropGraph {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, timeout: None }
    }

    async fn run(self) -> Result<bool> {
        let graph = self.client.graph();
        if !read_graph(&self.client, self.timeout).await?.exists {
            return Ok(false);
        }
        let script = format!("USE GLOBAL\nDROP GRAPH {graph} CASCADE");
        let statements = Gsql::new(self.client.clone(), script);
        match self.timeout {
            Some(limit) => statements.timeout(limit).await?,
            None => statements.await?,
        };
        Ok(true)
    }
}

operation!(impl [] DropGraph => bool);
