//! The schema of a graph.

use tg_gsql::model::Catalog;

use crate::client::Client;
use crate::operation::Operation;
use crate::query::{QuerySource, check_sources};
use crate::schema::GraphSpec;
use crate::schema_change::{
    Dependent, Metadata, PlanSchemaChange, SchemaChangeJobs, TargetSchema, add_global_vertices,
    list_dependents, read_metadata, read_schema, read_schema_version,
};

/// The schema of a graph on the server: [`Graph::schema`](crate::Graph::schema).
#[derive(Debug, Clone)]
pub struct GraphSchema {
    client: Client,
    /// The types that the annotated structs declare.
    declared: GraphSpec,
}

impl GraphSchema {
    pub(super) fn new(client: Client, declared: GraphSpec) -> Self {
        Self { client, declared }
    }

    /// Reads the current schema as a model: the types of the graph, global ones included, and all
    /// tuples of the server.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let schema = graph.schema().read().await?;
    /// println!("{schema}"); // as GSQL
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`](crate::ErrorKind::UnknownName) when the server does not have
    /// the graph; with [`ErrorKind::Decode`](crate::ErrorKind::Decode) when its answer cannot be
    /// read.
    pub fn read(&self) -> Operation<Catalog> {
        read_schema(self.client.clone())
    }

    /// Reads the types of the graph for look-ups by name: attributes, endpoints, direction,
    /// reverse, discriminator.
    ///
    /// # Errors
    ///
    /// As those of [`read`](Self::read).
    pub fn metadata(&self) -> Operation<Metadata> {
        read_metadata(self.client.clone())
    }

    /// Reads the version of the schema, which is 0 at first and increases with each change, to find
    /// out if [metadata](Self::metadata) are still current.
    ///
    /// Each answer of RESTPP contains it; this reads it from the counts of all vertex types, which
    /// are cheap.
    ///
    /// # Errors
    ///
    /// When the request fails, or the answer contains no version.
    pub fn version(&self) -> Operation<u64> {
        read_schema_version(self.client.clone())
    }

    /// Plans how the graph gets the schema that its types declare. Nothing is changed: the plan has
    /// the statements, the number of vertices and edges that would be lost, the queries and loading
    /// jobs of the server that would become invalid, and the mistakes that the program's typed
    /// queries would have.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let plan = graph.schema().plan_change().await?;
    /// println!("{plan}");
    /// if plan.is_additive() {
    ///     plan.apply().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// What DDL cannot alter (the type of an attribute, a key, a direction, a discriminator, a
    /// reverse, endpoints that are no longer declared) is dropped and created again, which loses
    /// its data. A type or attribute with `#[tg(renamed_from = "..")]` is copied before its old
    /// form is dropped.
    pub fn plan_change(&self) -> PlanSchemaChange {
        let plan = PlanSchemaChange::new(self.client.clone(), TargetSchema::of_spec(self.declared));
        if self.declared.queries.is_empty() {
            return plan;
        }
        let (graph, declared) = (self.client.graph().to_owned(), self.declared);
        plan.checking(Box::new(move |catalog| {
            let sources: Vec<_> = declared.queries.iter().map(QuerySource::from).collect();
            let check = check_sources(&sources, catalog, &graph, Some(declared.functions));
            check.findings.iter().map(ToString::to_string).collect()
        }))
    }

    /// Adds global vertex types to the graph, by name. On 4.x it is `POST
    /// /gsql/v1/schema/vertices?graph=`; on 3.x a global schema change job is created, run and
    /// dropped.
    ///
    /// [`create_schema`](crate::Graph::create_schema) and [`plan_change`](Self::plan_change) add
    /// types with `#[tg(global)]`, too.
    ///
    /// # Errors
    ///
    /// When a type does not exist, is in the graph already, or the server rejects it for another
    /// reason; with [`ErrorKind::Encode`](crate::ErrorKind::Encode) for a text that cannot be the
    /// name of a type.
    pub fn add_global_vertices<S: Into<String>>(
        &self,
        names: impl IntoIterator<Item = S>,
    ) -> Operation<()> {
        let names = names.into_iter().map(Into::into).collect();
        add_global_vertices(self.client.clone(), names)
    }

    /// Lists the queries and loading jobs of the graph with their texts, for example to find those
    /// that [mention a type](Dependent::mentions).
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or rejects the request.
    pub fn dependents(&self) -> Operation<Vec<Dependent>> {
        list_dependents(self.client.clone())
    }

    /// Manages the stored schema change jobs of the graph.
    pub fn change_jobs(&self) -> SchemaChangeJobs {
        SchemaChangeJobs::new(self.client.clone())
    }
}
