//! The operations that every graph has.

mod admin;
mod any;
pub mod auth;
mod builder;
mod environment;
mod rows;
mod schema;
mod verify;

use http::Method;

pub use crate::__private::Handle;
pub use admin::GraphAdmin;
pub use any::AnyGraph;
pub use builder::{Connected, GraphBuilder};
pub use rows::NamedRows;
pub use schema::GraphSchema;

use crate::batch::Batch;
use crate::client::Client;
use crate::load::{LoadRows, LoadTypes, LoadingJob, LoadingJobs, RowOutput, RowSource};
use crate::operation::gsql::Gsql;
use crate::operation::{Operation, RawRequest};
use crate::paths::{FindPaths, PathEnds};
use crate::query::{InstallChanged, QueryCheck, QueryReport, check_spec, verify_spec};
use crate::query::{Interpret, Queries, RunQuery};
use crate::schema::GraphSpec;
use crate::schema_change::{
    SchemaOutcome, SchemaReport, TargetSchema, create_schema, verify_schema,
};
use crate::statistics::Statistics;
use auth::Mode;

/// A typed connection to one graph. Implemented by `#[tigergraph]`.
///
/// The fields of the struct are the handles of its vertex and edge types. This trait has what
/// concerns the graph as a whole: batches, queries, loading jobs, paths and GSQL; its
/// [`schema`](Self::schema) and its [administration](Self::admin).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a graph",
    note = "annotate the struct with `#[tigergraph(graph = \"..\", auth = \"..\")]`"
)]
pub trait Graph: Sized {
    /// The mode of authentication.
    type Auth: Mode;

    /// The description of the graph's types.
    const SPEC: GraphSpec;

    /// Returns the graph on this connection. Requests go to the [graph of the
    /// client](Client::graph), also where [`SPEC`](Self::SPEC) has another name.
    fn from_client(client: Client) -> Self;

    /// Returns the connection, which knows the server's version and generation.
    fn client(&self) -> &Client;

    /// Creates a batch: vertices and edges of any type in one request.
    fn batch(&self) -> Batch<Self> {
        Batch::new(self.client().clone())
    }

    /// Runs an installed query and returns what it prints.
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

    /// Manages the queries of the graph: creates, installs, lists, reads, drops and aborts them.
    fn queries(&self) -> Queries {
        Queries::new(self.client().clone())
    }

    /// Creates and installs the typed queries that the server does not have, or has with another
    /// text. What is installed already is not touched, so that a program can begin with this.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let report = graph
    ///     .install_queries()
    ///     .on_progress(|installation| println!("{}", installation.message))
    ///     .await?;
    /// println!("{report}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Queries that are interpreted are not installed. [`InstallChanged`] describes the order and
    /// the errors.
    fn install_queries(&self) -> InstallChanged {
        let sources = Self::SPEC.queries.iter().map(Into::into);
        self.queries().install_changed(sources).checked(self.schema().read())
    }

    /// Compares the typed queries with those of the server: names, texts (layout and comments do
    /// not count), states, parameters and printed values.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # async fn example(graph: impl Graph) -> Result<()> {
    /// let report = graph.verify_queries().await?;
    /// println!("{report}");
    /// report.require_fit()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`GraphBuilder::verify_queries`](crate::GraphBuilder::verify_queries) makes it a part of
    /// `connect`.
    ///
    /// # Errors
    ///
    /// When the queries cannot be read. Differences are not an error: they are in the report.
    fn verify_queries(&self) -> Operation<QueryReport> {
        verify_spec(self.queries(), Self::SPEC)
    }

    /// Checks the typed queries against the types of the graph, without a server: for a test.
    ///
    /// ```
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String }
    /// # #[tigergraph(graph = "Goods", auth = "none")] struct Goods { packages: Vertices<Package> }
    /// // In a test:
    /// let check = Goods::check_queries();
    /// assert!(check.is_clean(), "{check}");
    /// ```
    ///
    /// The macro checks the files when the program is compiled, against the schema file. Without a
    /// schema file it does not see types of other modules, and this check does.
    fn check_queries() -> QueryCheck {
        check_spec(&Self::SPEC)
    }

    /// Loads rows: `map` is called with each row of the source, and adds its vertices and edges. A
    /// row for which it returns an error is rejected, and the others are loaded.
    ///
    /// Every row is accounted for: it is accepted, rejected with its line and the reason, in doubt
    /// or pending. Memory does not depend on the number of rows.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Package { #[tg(primary_id)] id: String, weight_kg: f64 }
    /// # #[derive(Vertex)] struct Depot { #[tg(primary_id)] code: i64 }
    /// # #[derive(Edge)] #[tg(from = Package, to = Depot)] struct StoredAt { since: DateTime }
    /// # #[tigergraph(graph = "Goods", auth = "none")]
    /// # struct Goods {
    /// #     packages: Vertices<Package>, depots: Vertices<Depot>, stored_at: Edges<StoredAt>,
    /// # }
    /// # async fn example(graph: Goods) -> Result<()> {
    /// use tg_runtime::load::CsvSource;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Row { id: String, weight_kg: f64, depot: i64, since: DateTime }
    ///
    /// let source = CsvSource::path("packages.csv.gz").null_values(["NA"]);
    /// let account = graph
    ///     .load(source, |row: Row, out| {
    ///         if row.weight_kg <= 0.0 {
    ///             return Err("the weight is not positive".into());
    ///         }
    ///         let package = Package { id: row.id, weight_kg: row.weight_kg };
    ///         out.vertex(&package)?;
    ///         out.edge(&package, row.depot, &StoredAt { since: row.since })
    ///     })
    ///     .rejects("packages.rejected.jsonl")
    ///     .await?;
    /// account.require_clean()?;
    /// # Ok(())
    /// # }
    /// ```
    fn load<Row, S, F>(&self, source: S, map: F) -> LoadRows
    where
        S: RowSource<Row>,
        F: FnMut(
                Row,
                &mut RowOutput<Self>,
            ) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>>
            + Send
            + 'static,
        Row: 'static,
        Self: 'static,
    {
        // Types that are known by their names are not declared.
        let report = (!Self::SPEC.handles.is_empty()).then(|| self.verify_schema());
        let fits = Operation::new(async move |deadline| match report {
            Some(report) => report.within(deadline).await?.require_fit(),
            None => Ok(()),
        });
        let schema = self.schema();
        let types = LoadTypes { declared: Self::SPEC, read_live: Box::new(move || schema.read()) };
        LoadRows::new(self.client().clone(), fits, types, source, map)
    }

    /// Selects a loading job, to load data with it.
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

    /// Manages the loading jobs of the graph and their runs.
    fn loading_jobs(&self) -> LoadingJobs {
        LoadingJobs::new(self.client().clone())
    }

    /// Finds a shortest path, or all of them, from any of the vertices `from` to any of `to`: one
    /// vertex or several, of any types of the graph. `POST /shortestpath/{graph}`.
    ///
    /// Directed edges are followed forwards; backwards only by their reverse type, if they have
    /// one.
    ///
    /// ```no_run
    /// # use tg_runtime::prelude::*;
    /// # #[derive(Vertex)] struct Town { #[tg(primary_id)] id: i64, size: i64 }
    /// # #[derive(Edge)] #[tg(from = Town, to = Town, undirected)] struct Road { length: i64 }
    /// # #[tigergraph(graph = "Towns", auth = "secret")]
    /// # struct Map { towns: Vertices<Town>, roads: Edges<Road> }
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

    /// Finds all paths of at most `max_length` edges from any of the vertices `from` to any of
    /// `to`. `POST /allpaths/{graph}`; its answer also contains what lies on paths with loops.
    fn all_paths(
        &self,
        from: impl PathEnds<Self>,
        to: impl PathEnds<Self>,
        max_length: u32,
    ) -> FindPaths<Self> {
        FindPaths::all(self.client().clone(), from, to, max_length)
    }

    /// Counts vertices and edges by type and computes statistics of attributes.
    fn statistics(&self) -> Statistics {
        Statistics::new(self.client().clone())
    }

    /// Creates the graph and its types, as the annotated structs declare them. What exists already
    /// is kept and not compared, so that a program can begin with this.
    ///
    /// Vertex and edge types are local to the graph: graphs on one server do not affect each other,
    /// and the types are dropped with the graph. Types with `#[tg(global)]` are created once and
    /// added to each graph. Tuples are global. On a real server it takes tens of seconds.
    ///
    /// # Errors
    ///
    /// When the server rejects a statement; what was created before remains, and the next call
    /// keeps it. With [`ErrorKind::Schema`](crate::ErrorKind::Schema) when what is missing does not
    /// fit what exists.
    fn create_schema(&self) -> Operation<SchemaOutcome> {
        create_schema(self.client().clone(), Self::SPEC)
    }

    /// Compares the live schema with the types of the graph. The report has what prevents them from
    /// working, what the graph has in addition, and differences without an effect.
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
    /// [`GraphBuilder::verify_schema`](crate::GraphBuilder::verify_schema) makes it a part of
    /// `connect`.
    ///
    /// # Errors
    ///
    /// When the schema cannot be read. Differences are not an error: they are in the report.
    fn verify_schema(&self) -> Operation<SchemaReport> {
        verify_schema(self.client().clone(), TargetSchema::of_spec(Self::SPEC))
    }

    /// Reads and changes the schema of the graph.
    fn schema(&self) -> GraphSchema {
        GraphSchema::new(self.client().clone(), Self::SPEC)
    }

    /// Runs GSQL text and returns what the server prints. Each call is a session of its own: begin
    /// with `USE GRAPH name` where a statement needs one.
    fn gsql(&self, script: impl Into<String>) -> Gsql {
        Gsql::new(self.client().clone(), script.into())
    }

    /// Creates a request to any endpoint of RESTPP, by the segments of its path; each is encoded.
    /// The prefix of the generation is added. [`GraphAdmin::gsql_endpoint`] is the same for the
    /// GSQL server.
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

    /// Administers the graph: secrets, tokens, data sources, statistics of requests, files of GSQL;
    /// and leads to the [server](GraphAdmin::server) as a whole.
    fn admin(&self) -> GraphAdmin {
        GraphAdmin::new(self.client().clone())
    }
}
