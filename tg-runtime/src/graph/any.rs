//! A graph that is named at run time.

use std::fmt;

use tg_gsql::model::Catalog;

use super::{Graph, GraphBuilder, auth};
use crate::client::Client;
use crate::load::RowOutput;
use crate::operation::Operation;
use crate::schema::GraphSpec;
use crate::schema_change::{PlanSchemaChange, SchemaReport, TargetSchema, verify_schema};
use crate::value::Encoder;

type Reason = Box<dyn std::error::Error + Send + Sync>;

/// A connection to a graph that is named at run time: for tools, which have no annotated structs.
///
/// It has every operation that needs no types: it reads the [live schema](Graph::schema), compares
/// it with [another](AnyGraph::verify_against), plans a [change](AnyGraph::plan_change_to), runs
/// [GSQL](Graph::gsql), and [loads](Graph::load) and [reads](AnyGraph::rows_of) vertices and edges
/// of [types with a name](crate::load::RowOutput::named_vertex). Its
/// [credentials](auth::Credentials) are chosen at run time, too.
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// use tg_runtime::AnyGraph;
///
/// # async fn example(name: &str) -> Result<()> {
/// let graph = AnyGraph::builder(name).env()?.connect().await?;
/// for vertex in graph.schema().read().await?.vertices_of(name) {
///     println!("{}", vertex.name);
/// }
/// # Ok(())
/// # }
/// ```
///
/// Without environment variables, the variant of the credentials selects their kind:
///
/// ```no_run
/// # use tg_runtime::prelude::*;
/// # use tg_runtime::{AnyGraph, auth::Credentials};
/// # async fn example(secret: SecretString) -> Result<()> {
/// let graph = AnyGraph::builder("Social")
///     .url("http://localhost:14240")
///     .credentials(Credentials::Secret(secret))
///     .connect()
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// [`Server`](crate::Server) is the connection without a graph.
#[derive(Clone)]
pub struct AnyGraph {
    client: Client,
}

impl AnyGraph {
    /// Creates a builder of a connection to this graph.
    pub fn builder(graph: impl Into<String>) -> GraphBuilder<Self> {
        GraphBuilder::named(graph.into())
    }

    /// Compares the live schema with the graph of the same name in `want`.
    ///
    /// # Errors
    ///
    /// When the schema cannot be read. Differences are not an error: they are in the report.
    pub fn verify_against(&self, want: Catalog) -> Operation<SchemaReport> {
        verify_schema(self.client.clone(), Ok(TargetSchema::new(want)))
    }

    /// Plans how the graph gets the schema of the graph of the same name in `want`. Nothing is
    /// changed.
    pub fn plan_change_to(&self, want: Catalog) -> PlanSchemaChange {
        PlanSchemaChange::new(self.client.clone(), Ok(TargetSchema::new(want)))
    }
}

/// Its [`SPEC`](Graph::SPEC) is empty: operations on the declared types are rejected.
impl Graph for AnyGraph {
    type Auth = auth::Any;
    const SPEC: GraphSpec =
        GraphSpec { name: "", handles: &[], tuples: &[], queries: &[], functions: &[] };

    fn from_client(client: Client) -> Self {
        Self { client }
    }

    fn client(&self) -> &Client {
        &self.client
    }
}

/// Vertices and edges of types that are known by their names, which the compiler does not check:
/// the server rejects what does not fit its schema. Names live as long as the program; those that
/// were read are made so by [`String::leak`], once per type.
impl RowOutput<AnyGraph> {
    /// Adds a vertex, whose id is as the server spells it: the parts of a composite key are joined
    /// by commas. `attributes` writes those that are not part of the key, each by
    /// [`Encoder::change`], always in the same order; it may be called twice. A row with the
    /// operator `+` is not sent twice, as after [`update`](Self::update).
    ///
    /// # Errors
    ///
    /// When the id or an attribute cannot be sent exactly.
    pub fn named_vertex(
        &mut self,
        vertex_type: &'static str,
        id: &str,
        attributes: impl FnMut(&mut Encoder),
    ) -> Result<(), Reason> {
        self.write(vertex_type, |body| body.named_vertex(vertex_type, id, attributes))
    }

    /// Adds an edge between two ends, each of which is a vertex type and an id. `attributes` is as
    /// that of [`named_vertex`](Self::named_vertex).
    ///
    /// # Errors
    ///
    /// When an id or an attribute cannot be sent exactly.
    pub fn named_edge(
        &mut self,
        edge_type: &'static str,
        from: (&'static str, &str),
        to: (&'static str, &str),
        attributes: impl FnMut(&mut Encoder),
    ) -> Result<(), Reason> {
        self.write(edge_type, |body| body.named_edge(edge_type, from, to, attributes))
    }
}

impl fmt::Debug for AnyGraph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}
