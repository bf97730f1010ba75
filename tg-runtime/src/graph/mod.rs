//! What every graph can do, whatever its types.

mod any;
pub mod auth;
mod builder;
mod environment;

use http::Method;
use tg_gsql::model::Catalog;

pub use any::AnyGraph;
pub use builder::{Connected, GraphBuilder};

use crate::admin::{ListEndpoints, ReadRequestStatistics, Rebuild, Secrets, Server, Tokens};
use crate::batch::Batch;
use crate::client::api::server::echo;
use crate::client::request::Label;
use crate::client::{Client, Generation, Version};
use crate::error::Result;
use crate::load::{LoadingJob, LoadingJobs, LoadingRun};
use crate::operation::ConfirmAll;
use crate::operation::gsql::{Gsql, GsqlRequest};
use crate::operation::{Operation, RawRequest};
use crate::paths::{FindPaths, PathEnds};
use crate::query::{Interpret, Queries, RunQuery};
use crate::schema::GraphSpec;
use crate::schema_change::{
    Dependent, Metadata, PlanSchemaChange, SchemaChangeJobs, SchemaOutcome, SchemaReport, Wanted,
    add_global_vertices, create_schema, drop_graph, list_dependents, list_graphs, read_catalog,
    read_metadata, read_schema, read_schema_version, verify_schema,
};
use crate::sources::DataSources;
use crate::statistics::Statistics;
use crate::udf::UdfFiles;
use auth::Mode;

/// A typed connection to one graph. Implemented by `#[tigergraph]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a graph",
    note = "annotate the struct with `#[tigergraph(graph = \"..\", auth = \"..\")]`"
)]
pub trait Graph: Sized {
    /// How the graph authenticates.
    type Auth: Mode;

    /// What its handles stand for.
    const SPEC: GraphSpec;

    /// The graph on this connection: requests go to the [graph of the client](Client::graph), which
    /// stays the one that it was connected for, whatever [`SPEC`](Self::SPEC) says.
    fn from_client(client: Client) -> Self;

    /// The connection.
    fn client(&self) -> &Client;

    /// Begins a batch: vertices and edges of any type in one request.
    fn batch(&self) -> Batch<Self> {
        Batch::new(self.client().clone())
    }

    /// Runs an installed query: awaited, it gives what the query printed.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # #[derive(Vertex)] struct Depot { #[tg(primary_id)] code: i64 }
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let results = graph
    ///     .query("heavy")
    ///     .param("depot", Id::<Depot>::from(7))
    ///     .param("least", 20.0)
    ///     .await?;
    /// let packages: Vec<Package> = results.get("S")?;
    /// # Ok(())
    /// # }
    /// ```
    fn query(&self, name: impl Into<String>) -> RunQuery {
        RunQuery::new(self.client().clone(), name.into())
    }

    /// Runs the text of a query without installing it:
    /// `INTERPRET QUERY (..) FOR GRAPH name { .. }`.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let text = "INTERPRET QUERY (INT n) FOR GRAPH Goods { PRINT n + 1 AS next; }";
    /// let next: i64 = graph.interpret(text).param("n", 41).await?.get("next")?;
    /// # Ok(())
    /// # }
    /// ```
    fn interpret(&self, text: impl Into<String>) -> Interpret {
        Interpret::new(self.client().clone(), text.into())
    }

    /// The queries of the graph: they are created, installed, listed, shown, dropped and aborted
    /// through it.
    fn queries(&self) -> Queries {
        Queries::new(self.client().clone())
    }

    /// Begins a request to any endpoint of RESTPP, by its path's segments; each is encoded. The
    /// generation's prefix is added.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct Count { count: u64 }
    /// let counts: Vec<Count> = graph
    ///     .request(Method::GET, ["graph", "GoodsDelivery", "vertices", "Package"])
    ///     .query("count_only", true)
    ///     .results()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    fn request<S: AsRef<str>>(
        &self,
        method: Method,
        path: impl IntoIterator<Item = S>,
    ) -> RawRequest {
        RawRequest::restpp(self.client().clone(), method, path)
    }

    /// Begins a request to any endpoint of the GSQL server, such as
    /// `["gsql", "v1", "schema", "graphs"]`.
    fn gsql_request<S: AsRef<str>>(
        &self,
        method: Method,
        path: impl IntoIterator<Item = S>,
    ) -> RawRequest {
        RawRequest::gsql(self.client().clone(), method, path)
    }

    /// Reads the schema that the graph has now, as a model: its types, global ones among them, and
    /// all tuples of the server.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let schema = graph.schema().await?;
    /// println!("{}", tg_gsql::print::catalog(&schema));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`](crate::ErrorKind::UnknownName) when the server has no such graph;
    /// with [`ErrorKind::Decode`](crate::ErrorKind::Decode) when its answer is not understood.
    fn schema(&self) -> Operation<Catalog> {
        read_schema(self.client().clone())
    }

    /// Reads the whole catalog of the server: all graphs that the credentials may see, and the global
    /// types, in graphs or not.
    ///
    /// A server of 3.x tells global types that are in no graph as text, without their indexes.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or with [`ErrorKind::Decode`](crate::ErrorKind::Decode) when its
    /// answer is not understood.
    fn catalog(&self) -> Operation<Catalog> {
        read_catalog(self.client().clone())
    }

    /// Lists the graphs that the credentials may see.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses.
    fn graphs(&self) -> Operation<Vec<String>> {
        list_graphs(self.client().clone())
    }

    /// Reads the types of the graph, to ask about them by name: attributes, ends, direction, reverse,
    /// discriminator. See [`Metadata`].
    ///
    /// # Errors
    ///
    /// With [`ErrorKind::UnknownName`](crate::ErrorKind::UnknownName) when the server has no such graph;
    /// with [`ErrorKind::Decode`](crate::ErrorKind::Decode) when its answer is not understood.
    fn metadata(&self) -> Operation<Metadata> {
        read_metadata(self.client().clone())
    }

    /// Reads the number of the graph's schema, which is 0 at first and grows with each change: to
    /// know whether a [snapshot](Self::metadata) is still good. It stands in every answer of RESTPP;
    /// this asks for the counts of all vertex types, as a cheap one.
    ///
    /// # Errors
    ///
    /// When the request fails, or the answer has no such number.
    fn schema_version(&self) -> Operation<u64> {
        read_schema_version(self.client().clone())
    }

    /// Adds global vertex types to the graph, by name. On 4.x it is
    /// `POST /gsql/v1/schema/vertices?graph=`; on 3.x a global schema change job is made, run and dropped.
    ///
    /// Types with `#[tg(global)]` are added by [`create_schema`](Self::create_schema) and
    /// [`plan_schema_change`](Self::plan_schema_change), too.
    ///
    /// # Errors
    ///
    /// When a type is not there, is in the graph already, or the server refuses for another reason; with
    /// [`ErrorKind::Encode`](crate::ErrorKind::Encode) for what cannot be the name of a type.
    fn add_global_vertices<S: Into<String>>(
        &self,
        names: impl IntoIterator<Item = S>,
    ) -> Operation<()> {
        let names = names.into_iter().map(Into::into).collect();
        add_global_vertices(self.client().clone(), names)
    }

    /// Counts and statistics by the names of types: of all types at once, of attributes; and whether
    /// vector indexes are ready.
    fn statistics(&self) -> Statistics {
        Statistics::new(self.client().clone())
    }

    /// Lists the endpoints of RESTPP: built-in ones, and those of queries.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// for endpoint in graph.endpoints().dynamic().await? {
    ///     println!("{} {} {:?}", endpoint.method, endpoint.path, endpoint.enabled);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    fn endpoints(&self) -> ListEndpoints {
        ListEndpoints::new(self.client().clone())
    }

    /// Compares the live schema with the types of the graph: what keeps them from working, what the
    /// graph has beyond them, and what nobody notices.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let report = graph.verify_schema().await?;
    /// println!("{report}");
    /// report.require_fit()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`GraphBuilder::verify_schema`](crate::GraphBuilder::verify_schema) lets `connect` do it.
    ///
    /// # Errors
    ///
    /// When the schema cannot be read. Differences are not an error: they are in the report.
    fn verify_schema(&self) -> Operation<SchemaReport> {
        verify_schema(self.client().clone(), Wanted::of_spec(Self::SPEC))
    }

    /// Plans how the graph gets the schema that its types declare. Nothing is changed: the plan says
    /// what would be sent, what would be lost in numbers, and which queries and loading jobs would
    /// break.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let plan = graph.plan_schema_change().await?;
    /// println!("{plan}");
    /// if plan.is_additive() {
    ///     plan.apply().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// What DDL cannot alter (an attribute's type, a key, a direction, a discriminator, a reverse,
    /// endpoints that are not wanted) is dropped and made anew, and is a loss. A type or attribute
    /// with `#[tg(renamed_from = "..")]` is copied before its old form is dropped.
    fn plan_schema_change(&self) -> PlanSchemaChange {
        PlanSchemaChange::new(self.client().clone(), Wanted::of_spec(Self::SPEC))
    }

    /// The loading jobs of the graph: created, listed, shown, dropped.
    fn loading_jobs(&self) -> LoadingJobs {
        LoadingJobs::new(self.client().clone())
    }

    /// One loading job, to load data with.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let job = graph.loading_job("load_packages");
    /// let report = job.file_variable("f").path("packages.csv").await?;
    /// report.require_clean()?;
    /// # Ok(())
    /// # }
    /// ```
    fn loading_job(&self, name: impl Into<String>) -> LoadingJob {
        LoadingJob::new(self.client().clone(), name.into())
    }

    /// The data sources that the graph can use, and its own: created, shared, looked into, dropped.
    fn data_sources(&self) -> DataSources {
        DataSources::new(self.client().clone())
    }

    /// A run of a loading job that began earlier, by the [id](LoadingRun::id) that was kept.
    fn loading_run(&self, id: impl Into<String>) -> LoadingRun {
        LoadingRun::new(self.client().clone(), id.into())
    }

    /// Lists the queries and loading jobs of the graph with their texts, for example to see
    /// [which name a type](Dependent::mentions).
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses.
    fn dependents(&self) -> Operation<Vec<Dependent>> {
        list_dependents(self.client().clone())
    }

    /// Makes the graph and its types, as the annotated structs declare them. What is there already
    /// is kept and not compared, so that a program can begin with this.
    ///
    /// Vertex and edge types are local to the graph: graphs on one server do not touch each other, and
    /// the types go when the graph is dropped. Types with `#[tg(global)]` are made once and added to
    /// each graph. Tuples are global. It takes a real server tens of seconds.
    ///
    /// # Errors
    ///
    /// When the server refuses a statement; what was created before stays, and is kept by the next call. With
    /// [`ErrorKind::Schema`](crate::ErrorKind::Schema) when what is missing does not go with what is there.
    fn create_schema(&self) -> Operation<SchemaOutcome> {
        create_schema(self.client().clone(), Self::SPEC)
    }

    /// Drops the graph with its vertex and edge types, queries, jobs and all data; awaited, it says
    /// whether there was one. Tuples are global and stay: other graphs may use them.
    ///
    /// # Errors
    ///
    /// When the server refuses. That there is no such graph is not an error.
    fn drop_graph(&self, _: ConfirmAll) -> Operation<bool> {
        drop_graph(self.client().clone())
    }

    /// Finds a shortest path from any of the vertices `from` to any of `to`, which may be one or
    /// several, of any types of the graph; or all of the shortest. `POST /shortestpath/{graph}`.
    ///
    /// Directed edges are followed forwards; backwards only by their reverse type, if they have one.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Town { #[tg(primary_id)] id: i64, size: i64 }
    /// # #[derive(Edge)] #[tg(from = Town, to = Town, undirected)] struct Road { length: i64 }
    /// # #[tigergraph(graph = "Towns", auth = "secret")] struct Map { towns: Vertices<Town>, roads: Edges<Road> }
    /// # async fn example(graph: Map) -> Result<()> {
    /// let (here, there) = (Id::<Town>::new(1), Id::<Town>::new(9));
    /// let paths = graph.shortest_path(&here, &there).all_shortest().await?;
    /// for path in paths.shortest() {
    ///     println!("{} edges: {path}", path.len());
    /// }
    /// let towns: Vec<Town> = paths.vertices()?;
    /// # Ok(())
    /// # }
    /// ```
    fn shortest_path(&self, from: impl PathEnds<Self>, to: impl PathEnds<Self>) -> FindPaths<Self> {
        FindPaths::shortest(self.client().clone(), from, to)
    }

    /// Finds all paths of at most so many edges from any of the vertices `from` to any of `to`.
    /// `POST /allpaths/{graph}`; its answer holds what lies on paths with loops, too.
    fn all_paths(
        &self,
        from: impl PathEnds<Self>,
        to: impl PathEnds<Self>,
        max_length: u32,
    ) -> FindPaths<Self> {
        FindPaths::all(self.client().clone(), from, to, max_length)
    }

    /// Runs GSQL text and gives what the server printed. Each call stands for itself: begin with
    /// `USE GRAPH name` where a statement needs one.
    fn gsql(&self, script: impl Into<String>) -> Gsql {
        Gsql::new(self.client().clone(), script.into())
    }

    /// Runs a file of GSQL. It is read when this is awaited.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let output = graph.gsql_file("schema/jobs.gsql").checked().output().await?;
    /// for failure in output.failures() {
    ///     eprintln!("{failure}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    fn gsql_file(&self, path: impl Into<std::path::PathBuf>) -> Gsql {
        Gsql::of_file(self.client().clone(), path.into())
    }

    /// A script that was [handed over](Gsql::submit) earlier, by the [id](GsqlRequest::id) that was
    /// kept.
    fn gsql_request_by_id(&self, id: impl Into<String>) -> GsqlRequest {
        GsqlRequest::new(self.client().clone(), id.into())
    }

    /// The stored schema change jobs of the graph: created, run, listed, dropped.
    fn schema_change_jobs(&self) -> SchemaChangeJobs {
        SchemaChangeJobs::new(self.client().clone())
    }

    /// The files of user-defined functions, which all graphs of the server share.
    fn udf_files(&self) -> UdfFiles {
        UdfFiles::new(self.client().clone())
    }

    /// The secrets of the user; on 3.x, those of this graph.
    fn secrets(&self) -> Secrets {
        Secrets::new(self.client().clone())
    }

    /// Tokens for this graph, to hand on or to take back.
    fn tokens(&self) -> Tokens {
        Tokens::new(self.client().clone())
    }

    /// How requests to this graph went lately, by endpoint.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// for (endpoint, statistics) in graph.request_statistics().seconds(30).await? {
    ///     println!("{endpoint}: {} at {} ms", statistics.completed_requests, statistics.average_latency);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    fn request_statistics(&self) -> ReadRequestStatistics {
        ReadRequestStatistics::new(self.client().clone())
    }

    /// Lets the engine rebuild its storage of this graph now, which it otherwise does by itself.
    fn rebuild(&self) -> Rebuild {
        Rebuild::new(self.client().clone())
    }

    /// The server as a whole, on the same connections and with the same credentials, in the global
    /// scope: this graph plays no part in what it does.
    fn server(&self) -> Server {
        Server::from_client(self.client().global())
    }

    /// The server's version.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, refuses the credentials, or does not say.
    fn version(&self) -> impl Future<Output = Result<Version>> + Send {
        let client = self.client().clone();
        async move { client.version().await }
    }

    /// The generation of the server's interface: pinned by the builder, or found out once.
    ///
    /// # Errors
    ///
    /// When it is not known yet and the server cannot be reached.
    fn generation(&self) -> impl Future<Output = Result<Generation>> + Send {
        let client = self.client().clone();
        async move { client.generation().await }
    }

    /// Whether RESTPP answers, with the credentials of this graph.
    ///
    /// # Errors
    ///
    /// When it does not.
    fn ping(&self) -> impl Future<Output = Result<()>> + Send {
        let client = self.client().clone();
        async move {
            let label = Label::new("ping", "the server");
            client.send(echo(None).labelled(label)).await.map(drop)
        }
    }
}
