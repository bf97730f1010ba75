//! Reading the schema: where each generation keeps it, and one model for both.

use serde::Deserialize;
use serde_json::value::RawValue;
use tg_gsql::json;
use tg_gsql::model::{Catalog, EdgeType, VertexType};

use crate::client::api::{Response, schema as api};
use crate::client::request::Label;
use crate::client::{Client, Reply};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::operation::gsql::{Scope, shell};

/// A graph as the server has it.
#[derive(Debug)]
pub(crate) struct LiveGraph {
    /// The graph with its types, and all tuples. Only the tuples if there is no such graph.
    pub(crate) catalog: Catalog,
    /// `true` if the graph exists.
    pub(crate) exists: bool,
}

/// Reads the graph of the client.
pub(crate) async fn read_graph(client: &Client, deadline: Deadline) -> Result<LiveGraph> {
    let reader = Reader { client, deadline };
    let graph = client.graph();
    let found = reader.graph(graph).await?;
    let exists = found.is_some();
    let mut catalog = found.unwrap_or_default();
    reader.tuples(&mut catalog, Some(graph).filter(|_| exists)).await?;
    Ok(LiveGraph { catalog, exists })
}

/// Reads every graph and the global types, whether a graph contains them or not.
pub(crate) async fn read_catalog(client: &Client, deadline: Deadline) -> Result<Catalog> {
    let reader = Reader { client, deadline };
    let mut catalog = reader.global().await?;
    let names = reader.graph_names().await?;
    for name in &names {
        // One that was dropped meanwhile is not there any more.
        if let Some(found) = reader.graph(name).await? {
            merge(&mut catalog, found);
        }
    }
    reader.tuples(&mut catalog, names.first().map(String::as_str)).await?;
    Ok(catalog)
}

/// The names of the graphs.
pub(crate) async fn graph_names(client: &Client, deadline: Deadline) -> Result<Vec<String>> {
    Reader { client, deadline }.graph_names().await
}

/// Adds a graph with its types. Global ones are the same in all graphs; the answer for a graph has
/// the indexes of its vertex types, which the shell's text lacks, and the text all pairs of an edge
/// type.
fn merge(catalog: &mut Catalog, graph: Catalog) {
    for vertex in graph.vertices {
        let known = catalog.vertices.iter_mut().find(|known| {
            known.name == vertex.name && known.local_to.is_none() && vertex.local_to.is_none()
        });
        match known {
            Some(known) => *known = vertex,
            None => catalog.vertices.push(vertex),
        }
    }
    for edge in graph.edges {
        if edge.local_to.is_some() || catalog.global_edge(&edge.name).is_none() {
            catalog.edges.push(edge);
        }
    }
    catalog.graphs.extend(graph.graphs);
}

struct Reader<'c> {
    client: &'c Client,
    deadline: Deadline,
}

#[derive(Deserialize)]
struct Listed {
    graphs: Vec<ListedGraph>,
}

#[derive(Deserialize)]
struct ListedGraph {
    #[serde(rename = "graphName", alias = "GraphName")]
    name: String,
}

impl Reader<'_> {
    fn scope(&self, graph: &str) -> Scope {
        Scope::of(self.client, graph, "read the schema of")
    }

    /// One graph, if the server has it.
    async fn graph(&self, name: &str) -> Result<Option<Catalog>> {
        match self.scope(name).reply(api::graph(name), self.deadline).await {
            Ok(reply) => {
                let catalog = json::read(&reply.text())
                    .map_err(|error| reply.error(not_understood(&error)))?;
                Ok(Some(catalog).filter(|catalog| catalog.graph(name).is_some()))
            }
            Err(error) if is_unknown(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn tuples(&self, catalog: &mut Catalog, graph: Option<&str>) -> Result<()> {
        let scope = self.scope(graph.unwrap_or_default());
        let reply = match scope.run(api::tuples(graph), self.deadline).await {
            Ok(Response::Reply(reply)) => reply,
            Ok(_) => return Ok(()),
            Err(error) if is_unknown(&error) => return Ok(()),
            Err(error) => return Err(error),
        };
        let tuples =
            json::tuples(&reply.text()).map_err(|error| reply.error(not_understood(&error)))?;
        for tuple in tuples {
            catalog.tuples.retain(|known| known.name != tuple.name);
            catalog.tuples.push(tuple);
        }
        Ok(())
    }

    async fn graph_names(&self) -> Result<Vec<String>> {
        match self.scope("").run(api::graphs(), self.deadline).await? {
            Response::Output(listing) => Ok(shell::graphs(&listing)),
            response => {
                let listed: Listed = response.reply()?.json()?;
                Ok(listed.graphs.into_iter().map(|graph| graph.name).collect())
            }
        }
    }

    /// The global types.
    async fn global(&self) -> Result<Catalog> {
        let vertices = match self.scope("").run(api::global_vertices(), self.deadline).await {
            Ok(Response::Output(listing)) => return Ok(shell::global_types(&listing)),
            response => list(response.and_then(Response::reply))?,
        };
        let edges = list(self.scope("").reply(api::global_edges(), self.deadline).await)?;
        let unread = |error| {
            let label = Label::new("read the schema of", "the server");
            not_understood(&error).during(|| label.to_string())
        };
        let vertex = |text: &RawValue| json::read_vertex(text.get(), None);
        let edge = |text: &RawValue| json::read_edge(text.get(), None);
        let vertices =
            vertices.iter().map(|text| vertex(text)).collect::<Result<Vec<VertexType>, _>>();
        let edges = edges.iter().map(|text| edge(text)).collect::<Result<Vec<EdgeType>, _>>();
        Ok(Catalog {
            vertices: vertices.map_err(unread)?,
            edges: edges.map_err(unread)?,
            ..Catalog::default()
        })
    }
}

/// The types of an answer; none if the server has none.
fn list(reply: Result<Reply>) -> Result<Vec<Box<RawValue>>> {
    match reply {
        Ok(reply) => reply.results(),
        Err(error) if is_unknown(&error) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn is_unknown(error: &Error) -> bool {
    error.kind() == ErrorKind::UnknownName || error.status() == Some(404)
}

fn not_understood(error: &json::ReadError) -> Error {
    let message = format!("the schema of the server is not understood: {error}");
    Error::new(ErrorKind::Decode, message).with_source(error.clone())
}
