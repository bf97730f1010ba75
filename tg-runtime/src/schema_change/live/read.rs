//! Reading the schema: where each generation keeps it, and one model for both.

use std::time::Duration;

use http::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tg_gsql::json;
use tg_gsql::model::{Catalog, EdgeType, VertexType};

use crate::client::path::{Path, Query};
use crate::client::request::{Label, Request};
use crate::client::{Client, Generation, Reply};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Deadline;
use crate::operation::gsql::Gsql;
use crate::operation::gsql::shell;

/// A graph as the server has it.
#[derive(Debug)]
pub(crate) struct LiveGraph {
    /// The graph with its types, and all tuples. Only the tuples if there is no such graph.
    pub(crate) catalog: Catalog,
    /// Whether there is such a graph.
    pub(crate) exists: bool,
}

/// Reads the graph of the client.
pub(crate) async fn read_graph(client: &Client, limit: Option<Duration>) -> Result<LiveGraph> {
    let reader = Reader::new(client, limit).await?;
    let graph = client.graph();
    let found = reader.graph(graph).await?;
    let exists = found.is_some();
    let mut catalog = found.unwrap_or_default();
    reader.tuples(&mut catalog, Some(graph).filter(|_| exists)).await?;
    Ok(LiveGraph { catalog, exists })
}

/// Reads every graph and the global types, whether a graph contains them or not.
pub(crate) async fn read_catalog(client: &Client, limit: Option<Duration>) -> Result<Catalog> {
    let reader = Reader::new(client, limit).await?;
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
pub(crate) async fn graph_names(client: &Client, limit: Option<Duration>) -> Result<Vec<String>> {
    Reader::new(client, limit).await?.graph_names().await
}

/// Adds a graph with its types. Global ones are the same in all graphs; a graph tells the indexes of
/// its vertex types, which the shell's text does not, and the text all pairs of an edge type.
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
    generation: Generation,
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

impl<'c> Reader<'c> {
    async fn new(client: &'c Client, limit: Option<Duration>) -> Result<Self> {
        let deadline = Deadline::after(limit);
        Ok(Self { client, generation: client.generation().await?, deadline })
    }

    async fn get(&self, path: Path, query: Query, graph: &str) -> Result<Reply> {
        let subject = if graph.is_empty() { "the server" } else { graph };
        let label = Label::new("read the schema of", subject.to_owned());
        let request = Request::gsql(label, Method::GET, path).query(query);
        self.client.send(request.timeout(self.deadline.left())).await
    }

    /// One graph, if the server has it.
    async fn graph(&self, name: &str) -> Result<Option<Catalog>> {
        let reply = match self.generation {
            Generation::V4 => {
                let path = Path::fixed("/gsql/v1/schema/graphs").name(name);
                self.get(path, Query::default(), name).await
            }
            Generation::V3 => {
                let path = Path::fixed("/gsqlserver/gsql/schema");
                self.get(path, Query::default().with("graph", name), name).await
            }
        };
        match reply {
            Ok(reply) => {
                let catalog = json::read(&reply.text()).map_err(|error| not_understood(&error))?;
                Ok(Some(catalog).filter(|catalog| catalog.graph(name).is_some()))
            }
            Err(error) if is_unknown(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The tuples, which the schema of a graph names and does not tell. 3.x lists them only for a
    /// graph.
    async fn tuples(&self, catalog: &mut Catalog, graph: Option<&str>) -> Result<()> {
        let (path, query) = match (self.generation, graph) {
            (Generation::V4, _) => (Path::fixed("/gsql/v1/udt/tuples"), Query::default()),
            (Generation::V3, Some(graph)) => {
                let query = Query::default().with("graph", graph);
                (Path::fixed("/gsqlserver/gsql/udtlist"), query)
            }
            (Generation::V3, None) => return Ok(()),
        };
        let reply = match self.get(path, query, graph.unwrap_or_default()).await {
            Ok(reply) => reply,
            Err(error) if is_unknown(&error) => return Ok(()),
            Err(error) => return Err(error),
        };
        let tuples = json::tuples(&reply.text()).map_err(|error| not_understood(&error))?;
        for tuple in tuples {
            catalog.tuples.retain(|known| known.name != tuple.name);
            catalog.tuples.push(tuple);
        }
        Ok(())
    }

    async fn graph_names(&self) -> Result<Vec<String>> {
        match self.generation {
            Generation::V4 => {
                let path = Path::fixed("/gsql/v1/schema/graphs");
                let listed: Listed = self.get(path, Query::default(), "").await?.json()?;
                Ok(listed.graphs.into_iter().map(|graph| graph.name).collect())
            }
            Generation::V3 => Ok(shell::graphs(&self.shell("SHOW GRAPH *").await?)),
        }
    }

    /// The global types.
    async fn global(&self) -> Result<Catalog> {
        if self.generation == Generation::V3 {
            return Ok(shell::global_types(&self.shell("USE GLOBAL\nls").await?));
        }
        let vertices: Vec<Box<RawValue>> = self.list("/gsql/v1/schema/vertices").await?;
        let edges: Vec<Box<RawValue>> = self.list("/gsql/v1/schema/edges").await?;
        let vertex = |text: &RawValue| json::read_vertex(text.get(), None);
        let edge = |text: &RawValue| json::read_edge(text.get(), None);
        let vertices =
            vertices.iter().map(|text| vertex(text)).collect::<Result<Vec<VertexType>, _>>();
        let edges = edges.iter().map(|text| edge(text)).collect::<Result<Vec<EdgeType>, _>>();
        Ok(Catalog {
            vertices: vertices.map_err(|error| not_understood(&error))?,
            edges: edges.map_err(|error| not_understood(&error))?,
            ..Catalog::default()
        })
    }

    async fn list<T: DeserializeOwned>(&self, path: &'static str) -> Result<Vec<T>> {
        match self.get(Path::fixed(path), Query::default(), "").await {
            Ok(reply) => reply.results(),
            Err(error) if is_unknown(&error) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    async fn shell(&self, script: &str) -> Result<String> {
        let gsql = Gsql::new(self.client.clone(), script.to_owned());
        gsql.limit(self.deadline.left()).shown().await
    }
}

fn is_unknown(error: &Error) -> bool {
    error.kind() == ErrorKind::UnknownName || error.status() == Some(404)
}

fn not_understood(error: &json::ReadError) -> Error {
    let message = format!("the schema that the server tells is not understood: {error}");
    Error::new(ErrorKind::Decode, message).with_source(error.clone())
}
