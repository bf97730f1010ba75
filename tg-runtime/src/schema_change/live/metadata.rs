//! Questions about the types of a graph, answered from a snapshot of its schema.

use serde::Deserialize;
use tg_gsql::model::{Attribute, Catalog, EdgeType, TupleType, VertexType};

use super::existing;
use crate::client::Client;
use crate::client::api::schema as api;
use crate::client::request::Label;
use crate::operation::Operation;

/// Reads the types of the graph.
pub(crate) fn read_metadata(client: Client) -> Operation<Metadata> {
    Operation::new(async move |deadline| {
        let catalog = existing(&client, "read the types of", deadline).await?;
        Ok(Metadata { catalog, graph: client.graph().to_owned() })
    })
}

/// The types of a graph as they were when it was read: no question to it sends anything.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # async fn example(graph: impl Graph) -> Result<()> {
/// let metadata = graph.schema().metadata().await?;
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

    /// The attributes of a vertex type in the order of declaration, or none if there is no such
    /// type. A `PRIMARY_ID` is not among them.
    pub fn vertex_attributes(&self, vertex_type: &str) -> &[Attribute] {
        self.vertex_type(vertex_type).map_or(&[], |ty| &ty.attributes)
    }

    /// The attributes of an edge type in the order of declaration, the discriminator's first, or
    /// none if there is no such type.
    pub fn edge_attributes(&self, edge_type: &str) -> &[Attribute] {
        self.edge_type(edge_type).map_or(&[], |ty| &ty.attributes)
    }

    /// The vertex types that edges of this type may leave, each once; for the name of a reverse
    /// type, those that its edges reach.
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

    /// Returns `true` if an edge type has a direction; `None` if there is no such type.
    pub fn is_directed(&self, edge_type: &str) -> Option<bool> {
        self.edge_type(edge_type).map(|ty| ty.directed)
    }

    /// The name of the reverse type, of a directed edge type that has one.
    pub fn reverse_of(&self, edge_type: &str) -> Option<&str> {
        self.catalog.edge(&self.graph, edge_type)?.reverse.as_deref()
    }

    /// Returns `true` if two vertices can have several edges of this type: it has a discriminator.
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

/// Reads the number of the graph's schema, which each answer of RESTPP contains.
pub(crate) fn read_schema_version(client: Client) -> Operation<u64> {
    #[derive(Deserialize)]
    struct Whole {
        version: Version,
    }
    #[derive(Deserialize)]
    struct Version {
        schema: u64,
    }
    Operation::new(async move |deadline| {
        let label = Label::of_graph("read the schema version of", &client);
        let request = api::version(client.graph()).labelled(label.clone());
        let whole = client.send(request.timeout(deadline.left())).await?.json::<Whole>();
        Ok(whole.map_err(|error| error.during(|| label.to_string()))?.version.schema)
    })
}
