//! Making and dropping the graph.

use std::time::Duration;

use http::Method;
use serde::Deserialize;
use tg_gsql::model::Catalog;
use tg_gsql::print;

use super::gsql::Gsql;
use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::client::{Client, Generation};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::operation;
use crate::schema::GraphSpec;

/// Makes the graph and its types: [`Graph::create_schema`](super::Graph::create_schema).
///
/// # Errors
///
/// When the server refuses a statement; what was made before stays, and is kept by the next call.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct CreateSchema {
    client: Client,
    spec: GraphSpec,
    timeout: Option<Duration>,
}

/// What [`Graph::create_schema`](super::Graph::create_schema) made, and what was there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SchemaOutcome {
    /// The names of what was made: the graph, then types.
    pub created: Vec<String>,
    /// The names of what was there already. It was not compared.
    pub kept: Vec<String>,
}

impl CreateSchema {
    pub(super) fn new(client: Client, spec: GraphSpec) -> Self {
        Self { client, spec, timeout: None }
    }

    async fn run(self) -> Result<SchemaOutcome> {
        if self.spec.name.is_empty() {
            let message = "a graph that is named at run time declares no types: say what is wanted \
                           with `plan_change_to(..)`";
            return Err(Error::configuration(message));
        }
        let catalog = self.spec.catalog().map_err(|error| {
            Error::configuration(format!("the types are no schema: {error}")).with_source(error)
        })?;
        let known = Known::read(&self.client).await?;
        if let Some(global) = missing_global(&catalog, &known) {
            return Err(Error::configuration(format!(
                "`{global}` is a global type that the graph `{}` lacks: other graphs may have it, so make it \
                 and add it to the graph by a plan of changes, or remove `global`",
                self.spec.name
            )));
        }
        let mut outcome = SchemaOutcome::default();
        let script = script(catalog, self.spec.name, &known, &mut outcome);
        if !script.is_empty() {
            let statements = Gsql::new(self.client, script);
            match self.timeout {
                Some(limit) => statements.timeout(limit).await?,
                None => statements.await?,
            };
        }
        Ok(outcome)
    }
}

operation!(impl [] CreateSchema => SchemaOutcome);

/// The statements that make what is missing.
fn script(mut catalog: Catalog, graph: &str, known: &Known, outcome: &mut SchemaOutcome) -> String {
    let mut missing = |name: &str, is_known: bool| {
        let list = if is_known { &mut outcome.kept } else { &mut outcome.created };
        list.push(name.to_owned());
        !is_known
    };
    let mut lines = Vec::new();
    let new_graph = missing(graph, known.graph.is_some());
    let types = known.graph.as_ref();
    catalog.tuples.retain(|tuple| missing(&tuple.name, known.tuples.contains(&tuple.name)));
    catalog.vertices.retain(|vertex| {
        missing(&vertex.name, types.is_some_and(|types| has(&types.vertices, &vertex.name)))
    });
    catalog.edges.retain(|edge| {
        missing(&edge.name, types.is_some_and(|types| has(&types.edges, &edge.name)))
    });
    if let Some(graph) = catalog.graphs.first_mut() {
        graph.vertices.retain(|name| catalog.vertices.iter().any(|vertex| vertex.name == *name));
        graph.edges.retain(|name| catalog.edges.iter().any(|edge| edge.name == *name));
    }
    lines.extend(catalog.tuples.iter().map(print::tuple));
    if new_graph {
        lines.push(format!("CREATE GRAPH {graph} ()"));
    }
    let job = print::local_types(&catalog, graph);
    if !job.is_empty() {
        lines.push(format!("USE GRAPH {graph}"));
        lines.push(job);
    }
    lines.join("\n")
}

/// A global type that is not in the graph: only the whole catalog tells whether it exists.
fn missing_global<'c>(catalog: &'c Catalog, known: &Known) -> Option<&'c str> {
    let types = known.graph.as_ref();
    let vertices = catalog.vertices.iter().filter(|vertex| vertex.local_to.is_none());
    let edges = catalog.edges.iter().filter(|edge| edge.local_to.is_none());
    let mut vertices = vertices.map(|vertex| vertex.name.as_str());
    let mut edges = edges.map(|edge| edge.name.as_str());
    vertices
        .find(|name| !types.is_some_and(|types| has(&types.vertices, name)))
        .or_else(|| edges.find(|name| !types.is_some_and(|types| has(&types.edges, name))))
}

fn has(types: &[Named], name: &str) -> bool {
    types.iter().any(|known| known.name == name)
}

/// What the server has of the graph.
#[derive(Default)]
struct Known {
    graph: Option<Types>,
    tuples: Vec<String>,
}

#[derive(Deserialize)]
struct Types {
    #[serde(rename = "VertexTypes", default)]
    vertices: Vec<Named>,
    #[serde(rename = "EdgeTypes", default)]
    edges: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(alias = "Name", alias = "name")]
    name: String,
}

impl Known {
    async fn read(client: &Client) -> Result<Self> {
        let name = client.graph();
        let label = || Label::of_graph("read the schema of", client);
        let of_graph = Query::default().with("graph", name);
        let (schema, tuples) = match client.generation().await? {
            Generation::V4 => (
                Request::gsql(
                    label(),
                    Method::GET,
                    Path::fixed("/gsql/v1/schema/graphs").name(name),
                ),
                Request::gsql(label(), Method::GET, Path::fixed("/gsql/v1/udt/tuples")),
            ),
            Generation::V3 => (
                Request::gsql(label(), Method::GET, Path::fixed("/gsqlserver/gsql/schema"))
                    .query(of_graph.clone()),
                Request::gsql(label(), Method::GET, Path::fixed("/gsqlserver/gsql/udtlist"))
                    .query(of_graph),
            ),
        };
        let graph = match client.send(schema).await {
            Ok(reply) => Some(reply.results()?),
            Err(error) if error.kind() == ErrorKind::UnknownName || error.status() == Some(404) => {
                None
            }
            Err(error) => return Err(error),
        };
        let tuples: Vec<Named> = match client.send(tuples).await {
            Ok(reply) => reply.results()?,
            // 3.x lists them only for a graph.
            Err(error) if graph.is_none() && error.kind() == ErrorKind::UnknownName => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { graph, tuples: tuples.into_iter().map(|tuple| tuple.name).collect() })
    }
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
    pub(super) fn new(client: Client) -> Self {
        Self { client, timeout: None }
    }

    async fn run(self) -> Result<bool> {
        let graph = self.client.graph();
        if Known::read(&self.client).await?.graph.is_none() {
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
