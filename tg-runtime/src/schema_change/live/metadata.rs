//! Questions about the types of a graph, answered from a snapshot of its schema.

use std::time::Duration;

use tg_gsql::model::{Attribute, Catalog, EdgeType, TupleType, VertexType};

use super::read_graph;
use crate::client::Client;
use crate::client::path::Path;
use crate::client::request::{Label, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::operation;

/// Reads the types of a graph: [`Graph::metadata`](crate::Graph::metadata).
///
/// # Errors
///
/// With [`ErrorKind::UnknownName`] when the server has no such graph; with [`ErrorKind::Decode`] when
/// its answer is not understood.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ReadMetadata {
    client: Client,
    timeout: Option<Duration>,
}

impl ReadMetadata {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, timeout: None }
    }

    async fn run(self) -> Result<Metadata> {
        let live = read_graph(&self.client, self.timeout).await?;
        let graph = self.client.graph().to_owned();
        if live.exists {
            return Ok(Metadata { catalog: live.catalog, graph });
        }
        let error =
            Error::new(ErrorKind::UnknownName, format!("the server has no graph `{graph}`"));
        Err(error.during(|| format!("read the types of {graph}")))
    }
}

operation!(impl [] ReadMetadata => Metadata);

/// The types of a graph as they were when it was read: no question to it sends anything.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let metadata = graph.metadata().await?;
/// for edge in metadata.edge_types() {
///     let ends = (metadata.source_types(&edge.name), metadata.target_types(&edge.name));
///     println!("{} from {:?} to {:?}", edge.name, ends.0, ends.1);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    catalog: Catalog,
    graph: String,
}

impl Metadata {
    /// The name of the graph.
    pub fn graph(&self) -> &str {
        &self.graph
    }

    /// The schema as a model that can be printed, compared and checked.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The vertex types, global ones among them.
    pub fn vertex_types(&self) -> impl Iterator<Item = &VertexType> {
        self.catalog.vertices_of(&self.graph)
    }

    /// The vertex type of this name: its key, attributes, vectors, indexes.
    pub fn vertex_type(&self, name: &str) -> Option<&VertexType> {
        self.catalog.vertex(&self.graph, name)
    }

    /// The edge types. Reverse types have no entry of their own, as on the server.
    pub fn edge_types(&self) -> impl Iterator<Item = &EdgeType> {
        self.catalog.edges_of(&self.graph)
    }

    /// The edge type of this name, or the one whose reverse type has it: its pairs of vertex types,
    /// attributes, discriminator, direction and reverse.
    pub fn edge_type(&self, name: &str) -> Option<&EdgeType> {
        let own = self.catalog.edge(&self.graph, name);
        own.or_else(|| self.catalog.edge_by_reverse(&self.graph, name))
    }

    /// The attributes of a vertex type in the order of declaration, or none if there is no such type.
    /// A `PRIMARY_ID` is not among them.
    pub fn vertex_attributes(&self, vertex_type: &str) -> &[Attribute] {
        self.vertex_type(vertex_type).map_or(&[], |ty| &ty.attributes)
    }

    /// The attributes of an edge type in the order of declaration, the discriminator's first, or none
    /// if there is no such type.
    pub fn edge_attributes(&self, edge_type: &str) -> &[Attribute] {
        self.edge_type(edge_type).map_or(&[], |ty| &ty.attributes)
    }

    /// The vertex types that edges of this type may leave, each once; for the name of a reverse type,
    /// those that its edges reach.
    pub fn source_types(&self, edge_type: &str) -> Vec<&str> {
        self.ends(edge_type, false)
    }

    /// The vertex types that edges of this type may reach, each once.
    pub fn target_types(&self, edge_type: &str) -> Vec<&str> {
        self.ends(edge_type, true)
    }

    fn ends(&self, name: &str, targets: bool) -> Vec<&str> {
        let Some(ty) = self.edge_type(name) else { return Vec::new() };
        let targets = targets != (ty.name != name);
        let mut ends: Vec<&str> = Vec::new();
        for pair in &ty.pairs {
            let end = if targets { &pair.to } else { &pair.from };
            if !ends.contains(&end.as_str()) {
                ends.push(end);
            }
        }
        ends
    }

    /// Whether an edge type has a direction; `None` if there is no such type.
    pub fn is_directed(&self, edge_type: &str) -> Option<bool> {
        self.edge_type(edge_type).map(|ty| ty.directed)
    }

    /// The name of the reverse type, of a directed edge type that has one.
    pub fn reverse_of(&self, edge_type: &str) -> Option<&str> {
        self.catalog.edge(&self.graph, edge_type)?.reverse.as_deref()
    }

    /// Whether there may be several edges of this type between two vertices: it has a discriminator.
    /// `None` if there is no such type.
    pub fn is_multi_edge(&self, edge_type: &str) -> Option<bool> {
        self.edge_type(edge_type).map(|ty| ty.discriminators > 0)
    }

    /// The attributes that tell parallel edges apart; none where the type has no discriminator.
    pub fn discriminator(&self, edge_type: &str) -> &[Attribute] {
        self.edge_type(edge_type).map_or(&[], EdgeType::discriminator)
    }

    /// The tuples of the server, which all graphs share.
    pub fn tuples(&self) -> &[TupleType] {
        &self.catalog.tuples
    }

    /// The tuple of this name.
    pub fn tuple(&self, name: &str) -> Option<&TupleType> {
        self.catalog.tuple(name)
    }
}

/// Reads the number of a graph's schema: [`Graph::schema_version`](crate::Graph::schema_version).
///
/// # Errors
///
/// When the request fails, or the answer has no such number.
#[must_use = "operations do nothing until they are awaited"]
#[derive(Debug)]
pub struct ReadSchemaVersion {
    client: Client,
    timeout: Option<Duration>,
}

impl ReadSchemaVersion {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, timeout: None }
    }

    async fn run(self) -> Result<u64> {
        #[derive(serde::Deserialize)]
        struct Whole {
            version: Version,
        }
        #[derive(serde::Deserialize)]
        struct Version {
            schema: u64,
        }
        let label = Label::of_graph("read the schema version of", &self.client);
        let path = Path::fixed("/builtins").name(self.client.graph());
        let request = Request::restpp(label.clone(), http::Method::POST, path)
            .json(r#"{"function":"stat_vertex_number","type":"*"}"#)
            .idempotent(true)
            .timeout(self.timeout);
        let whole = self.client.send(request).await?.json::<Whole>();
        Ok(whole.map_err(|error| error.during(|| label.to_string()))?.version.schema)
    }
}

operation!(impl [] ReadSchemaVersion => u64);
