//! Every public operation with a text parameter, called with a given text. The list is maintained
//! by hand: add a line for each new operation with a text of the caller.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::time::Duration;

use tg_runtime::admin::ConfirmServer;
use tg_runtime::load::RunSource;
use tg_runtime::prelude::*;
use tg_runtime::sources::DataSourceConfig;

use tg_runtime::{AnyGraph, AnyId, RetryPolicy, Server, udf::UdfFile};

use crate::goods::{Depot, Driver, Package, Scanned, StoredAt, WorksAt};

#[tigergraph(graph = "Goods", auth = "none")]
pub(crate) struct Open {
    pub(crate) packages: Vertices<Package>,
    pub(crate) depots: Vertices<Depot>,
    pub(crate) drivers: Vertices<Driver>,
    pub(crate) stored_at: Edges<StoredAt>,
    pub(crate) works_at: Edges<WorksAt>,
    pub(crate) scanned: Edges<Scanned>,
}

#[tigergraph(graph = "Goods", auth = "password")]
struct ByPassword {
    packages: Vertices<Package>,
}

#[tigergraph(graph = "Goods", auth = "secret")]
struct BySecret {
    packages: Vertices<Package>,
}

#[tigergraph(graph = "Goods", auth = "token")]
struct ByToken {
    packages: Vertices<Package>,
}

/// The objects whose operations are called.
#[derive(Clone)]
pub(crate) struct Hands {
    pub(crate) graph: Open,
    pub(crate) server: Server,
    pub(crate) url: String,
    pub(crate) generation: Generation,
    /// The time limit of each operation that can have one.
    pub(crate) limit: Option<Duration>,
}

impl Hands {
    /// Connects at the first use, without a time limit of the operations.
    pub(crate) fn lazy(url: &str, generation: Generation, retry: RetryPolicy) -> Self {
        let graph = Open::builder().url(url).restpp_url(url).generation(generation).retry(retry);
        let server = Server::builder().url(url).generation(generation).retry(retry);
        Self {
            graph: graph.connect_lazy().unwrap(),
            server: server.connect_lazy().unwrap(),
            url: url.to_owned(),
            generation,
            limit: None,
        }
    }

    async fn any(&self, name: String) -> Result<AnyGraph> {
        let builder = AnyGraph::builder(name).url(&self.url).restpp_url(&self.url);
        let retry = RetryPolicy::default().max_retries(0);
        builder.generation(self.generation).retry(retry).connect().await
    }

    /// Returns a builder with the address of the recorder.
    fn builder<G: Graph>(&self) -> GraphBuilder<G> {
        let builder = GraphBuilder::default().url(&self.url).restpp_url(&self.url);
        builder.generation(self.generation).retry(RetryPolicy::default().max_retries(0))
    }

    async fn login(&self, user: &str, password: &str) -> Result<u64> {
        let builder = self.builder::<ByPassword>().password(user, password);
        builder.connect().await?.packages.count().await
    }

    async fn with_secret(&self, secret: String) -> Result<u64> {
        self.builder::<BySecret>().secret(secret).connect().await?.packages.count().await
    }

    async fn with_token(&self, token: String) -> Result<u64> {
        self.builder::<ByToken>().token(token).connect().await?.packages.count().await
    }

    fn everything(&self) -> ConfirmServer {
        ConfirmServer::at(self.url.trim_start_matches("http://"))
    }
}

type Done = Pin<Box<dyn Future<Output = Result<()>>>>;

/// A name and the operation.
pub(crate) type Operation = (&'static str, fn(Hands, String) -> Done);

/// Everything else than operations has no time limit; their own method takes precedence.
pub(crate) trait Unlimited: Sized {
    fn timeout(self, _: Duration) -> Self {
        self
    }
}

impl<T> Unlimited for T {}

macro_rules! operations {
    ($list:ident: $($name:literal: |$hands:ident, $text:ident| $run:expr;)+) => {
        pub(crate) const $list: &[$crate::injection::operations::Operation] = &[$(
            ($name, |$hands, $text| Box::pin(async move {
                let limit = $hands.limit;
                let operation = $run;
                let operation = match limit {
                    Some(limit) => operation.timeout(limit),
                    None => operation,
                };
                operation.await.map(drop)
            })),
        )+];
    };
}
pub(crate) use operations;

fn moment() -> DateTime {
    "2024-01-01 00:00:00".parse().unwrap()
}

fn scan(place: String) -> Scanned {
    Scanned { at: moment(), place, ok: true }
}

fn noted(text: &str) -> Package {
    let mut package = Package::new("P-1", 1.0);
    package.note = Some(text.to_owned());
    package.handling = BTreeSet::from([text.to_owned()]);
    package.labels = BTreeMap::from([(text.to_owned(), text.to_owned())]);
    package
}

fn depot() -> Id<Depot> {
    Id::new(1_i64)
}

fn package(id: String) -> Id<Package> {
    Id::new(id)
}

operations! { OPERATIONS:
    // Vertices.
    "vertex id, get": |h, s| h.graph.packages.get(package(s));
    "vertex id, exists": |h, s| h.graph.packages.exists(package(s));
    "vertex id, delete": |h, s| h.graph.packages.delete(package(s));
    "vertex id, update": |h, s| h.graph.packages.update(package(s)).set(|p| p.stops, 1_i64);
    "vertex id, upsert": |h, s| h.graph.packages.upsert(&Package::new(&s, 1.0));
    "vertex id, batch": |h, s| h.graph.batch().upsert(&Package::new(&s, 1.0)).send();
    "attribute, upsert": |h, s| h.graph.packages.upsert(&noted(&s));
    "filter value, find": |h, s| h.graph.packages.find(|p| p.id.eq(s));
    "filter value, count": |h, s| h.graph.packages.count_where(|p| p.id.ne(s));
    "filter value, delete": |h, s| h.graph.packages.find(|p| p.id.eq(s)).delete();
    "vertex id without attribute": |h, s| h.graph.drivers.get(Id::<Driver>::new(s));
    "filter value, other type": |h, s| h.graph.depots.find(|d| d.city.eq(s));
    // Edges.
    "source id, edges of": |h, s| h.graph.stored_at.of(package(s));
    "source id, get": |h, s| h.graph.stored_at.get(package(s), depot());
    "source id, delete": |h, s| h.graph.stored_at.delete(package(s), depot());
    "source id, count": |h, s| h.graph.stored_at.of(package(s)).count();
    "source id, delete of": |h, s| h.graph.stored_at.of(package(s)).delete();
    "source id, upsert": |h, s| h.graph.stored_at.upsert(package(s), depot(), &StoredAt { since: moment() });
    "target id, reverse": |h, s| h.graph.works_at.of(Id::<Driver>::new(s));
    "target id, between": |h, s| h.graph.scanned.between(Id::<Driver>::new("d"), package(s));
    "discriminator, get": |h, s| h.graph.scanned.get_parallel(Id::<Driver>::new("d"), package("p".to_owned()), &(moment(), s));
    "discriminator, delete": |h, s| h.graph.scanned.delete_parallel(Id::<Driver>::new("d"), package("p".to_owned()), &(moment(), s));
    "discriminator, upsert": |h, s| h.graph.scanned.upsert(Id::<Driver>::new("d"), package("p".to_owned()), &scan(s));
    "filter value, edges": |h, s| h.graph.scanned.of(Id::<Driver>::new("d")).filter(|e| e.place.eq(s));
    // Paths.
    "path end": |h, s| h.graph.shortest_path(package(s), depot());
    "path end of a named type": |h, s| h.graph.all_paths(AnyId::new("Package", s), depot(), 3);
    "path end's type": |h, s| h.graph.shortest_path(AnyId::new(s, "x"), depot());
    // Queries.
    "query's name": |h, s| h.graph.query(s);
    "query's name, detached": |h, s| h.graph.query(s).detached();
    "query's parameter": |h, s| h.graph.query("q").param("p", s);
    "query's parameter, posted": |h, s| h.graph.query("q").param("p", s).post();
    "query's parameter's name": |h, s| h.graph.query("q").param(s, 1_i64);
    "query's parameter's name, posted": |h, s| h.graph.query("q").param(s, 1_i64).post();
    "query's list": |h, s| h.graph.query("q").param("p", vec![s, "other".to_owned()]);
    "query's map": |h, s| h.graph.query("q").param("p", BTreeMap::from([(s.clone(), s)]));
    "query's vertex": |h, s| h.graph.query("q").param("p", package(s));
    "query's vertex of a named type": |h, s| h.graph.query("q").param("p", AnyId::new("Package", s));
    "query's vertex's type": |h, s| h.graph.query("q").param("p", AnyId::new(s, "x"));
    "interpreted query's parameter": |h, s| h.graph.interpret("INTERPRET QUERY (STRING p) { PRINT p; }").param("p", s);
    "interpreted query's parameter's name": |h, s| h.graph.interpret("INTERPRET QUERY (INT p) { PRINT p; }").param(s, 1_i64);
    "detached query's id, status": |h, s| h.graph.queries().detached(s).status();
    "detached query's id, results": |h, s| h.graph.queries().detached(s).results();
    "detached query's id, abort": |h, s| h.graph.queries().abort([s]);
    "detached query's URL, abort": |h, s| h.graph.queries().abort_matching(&s);
    // Statistics.
    "statistics, vertices": |h, s| h.graph.statistics().vertices_of(s);
    "statistics, edges": |h, s| h.graph.statistics().edges_of(s);
    "statistics, edges leaving": |h, s| h.graph.statistics().edges_of("StoredAt").leaving(s);
    "statistics, edges reaching": |h, s| h.graph.statistics().edges_of("StoredAt").reaching(s);
    "statistics, vertex attributes": |h, s| h.graph.statistics().vertex_attributes(s);
    "statistics, edge attributes": |h, s| h.graph.statistics().edge_attributes(s);
    "statistics, vectors of a type": |h, s| h.graph.statistics().vector_indexes().of_type(s).rebuilding();
    "statistics, vector": |h, s| h.graph.statistics().vector_indexes().of_type("Package").attribute(s).rebuilding();
    // Loading.
    "loading job's name, push": |h, s| h.graph.loading_job(s).file_variable("f").bytes("1,2\n");
    "loading job's file variable": |h, s| h.graph.loading_job("j").file_variable(s).bytes("1,2\n");
    "loading job's line end": |h, s| h.graph.loading_job("j").file_variable("f").bytes("1,2\n").eol(s);
    "loading job's run id": |h, s| h.graph.loading_job("j").file_variable("f").bytes("1,2\n").job_id(s);
    "loading job's name, run": |h, s| h.graph.loading_job(s).run();
    "loading run's variable": |h, s| h.graph.loading_job("j").run().source(s, RunSource::server_file("/x"));
    "loading run's file": |h, s| h.graph.loading_job("j").run().source("f", RunSource::server_file(s));
    "loading run's data source": |h, s| h.graph.loading_job("j").run().source("f", RunSource::data_source(s, "s3://b/x"));
    "loading run's object": |h, s| h.graph.loading_job("j").run().source("f", RunSource::data_source("ds", s));
    "loading run's topic": |h, s| h.graph.loading_job("j").run().source("f", RunSource::kafka("ds", s));
    "loading run's configuration": |h, s| h.graph.loading_job("j").run().source("f", RunSource::configured("ds", serde_json::json!({"a": s}))?);
    "loading run's data root": |h, s| h.graph.loading_job("j").run().data_root(s);
    "loading run's id, status": |h, s| h.graph.loading_jobs().run(s).status();
    "loading run's id, abort": |h, s| h.graph.loading_jobs().run(s).abort();
    "loading run's id, pause": |h, s| h.graph.loading_jobs().run(s).pause();
    "loading run's id, resume": |h, s| h.graph.loading_jobs().run(s).resume();
    "loading job's name, get": |h, s| h.graph.loading_jobs().get(s);
    "loading job's name, definition": |h, s| h.graph.loading_jobs().definition(s);
    "loading job's name, drop": |h, s| h.graph.loading_jobs().drop(s);
    "loading jobs' names, drop": |h, s| h.graph.loading_jobs().drop_many(["other".to_owned(), s]);
    // Data sources.
    "data source's name, create": |h, s| h.graph.admin().data_sources().create(s, DataSourceConfig::s3("a", "b"));
    "data source's key, create": |h, s| h.server.data_sources().create("ds", DataSourceConfig::s3("a", s));
    "data source's setting, create": |h, s| h.graph.admin().data_sources().create("ds", DataSourceConfig::s3("a", "b").set("region", s));
    "data source's setting's name": |h, s| h.graph.admin().data_sources().create("ds", DataSourceConfig::s3("a", "b").set(s, "x"));
    "data source's kind": |h, s| h.graph.admin().data_sources().create("ds", DataSourceConfig::of_kind(s));
    "data source's brokers": |h, s| h.graph.admin().data_sources().create("ds", DataSourceConfig::kafka(s));
    "data source's name, update": |h, s| h.graph.admin().data_sources().update(s, DataSourceConfig::s3("a", "b"));
    "data source's setting, update": |h, s| h.graph.admin().data_sources().update("ds", DataSourceConfig::s3("a", "b").set("region", s));
    "data source's name, get": |h, s| h.graph.admin().data_sources().get(s);
    "data source's name, drop": |h, s| h.server.data_sources().drop(s);
    "data source's name, grant": |h, s| h.server.data_sources().grant(s, ["Goods"]);
    "data source's graph, grant": |h, s| h.server.data_sources().grant("ds", [s]);
    "data source's name, revoke": |h, s| h.server.data_sources().revoke(s, ["Goods"]);
    "data source's name, preview": |h, s| h.graph.admin().data_sources().preview(s, "s3://b/x");
    "data source's path, preview": |h, s| h.graph.admin().data_sources().preview("ds", s);
    "data source's kind, preview": |h, s| h.graph.admin().data_sources().preview("ds", "s3://b/x").kind(s);
    "data source's name, buckets": |h, s| h.graph.admin().data_sources().buckets(s);
    "data source's name, files": |h, s| h.graph.admin().data_sources().files(s, "s3://b");
    "data source's path, files": |h, s| h.graph.admin().data_sources().files("ds", s);
    // Schema.
    "schema change job's name, run": |h, s| h.graph.schema().change_jobs().run(s);
    "schema change job's name, get": |h, s| h.graph.schema().change_jobs().get(s);
    "schema change job's name, drop": |h, s| h.graph.schema().change_jobs().drop(s);
    "global vertex type": |h, s| h.graph.schema().add_global_vertices([s]);
    "global schema change job's name, run": |h, s| h.server.schema_change_jobs().run(s);
    "submitted GSQL's id, status": |h, s| h.graph.admin().gsql_request(s).status();
    "submitted GSQL's id, cancel": |h, s| h.graph.admin().gsql_request(s).cancel();
    // Names of graphs.
    "graph's name, data": |h, s| h.any(s).await?.query("q");
    "graph's name, schema": |h, s| h.any(s).await?.schema().read();
    "graph's name, batch": |h, s| h.any(s).await?.request(Method::GET, ["endpoints"]).results::<serde_json::Value>();
    "graph's name, jobs": |h, s| h.any(s).await?.loading_jobs().list();
    "graph's name, load": |h, s| h.any(s).await?.loading_job("j").file_variable("f").bytes("1\n");
    "graph's name, run": |h, s| h.any(s).await?.loading_job("j").run();
    "graph's name, secrets": |h, s| h.any(s).await?.admin().secrets().list();
    "graph's name, statistics": |h, s| h.any(s).await?.statistics().vertices();
    "graph's name, text": |h, s| h.any(s).await?.gsql("ls");
    "graph's name, data sources": |h, s| h.any(s).await?.admin().data_sources().list();
    "graph's name, drop": |h, s| h.any(s).await?.admin().drop_graph(ConfirmAll);
    "graph's name, rebuild": |h, s| h.any(s).await?.admin().rebuild();
    "graph's name, tokens": |h, s| h.any(s).await?.admin().tokens().with_secret("x").create(None);
    "graph's name, interpret": |h, s| h.any(s).await?.interpret("INTERPRET QUERY () { PRINT 1; }");
    // A path written by hand still contains data.
    "path segment": |h, s| h.graph.request(Method::GET, ["graph".to_owned(), s]).results::<serde_json::Value>();
    "path segment, GSQL": |h, s| h.graph.admin().gsql_endpoint(Method::GET, ["gsql".to_owned(), s]).results::<serde_json::Value>();
    "raw query's value": |h, s| h.graph.request(Method::GET, ["endpoints"]).query("a", s).results::<serde_json::Value>();
    "raw query's name": |h, s| h.graph.request(Method::GET, ["endpoints"]).query(&s, 1).results::<serde_json::Value>();
    "raw header's value": |h, s| h.graph.request(Method::GET, ["endpoints"]).header("x-a", &s).results::<serde_json::Value>();
    // The server.
    "secret's alias, create": |h, s| h.graph.admin().secrets().create(s);
    "secret's alias, get": |h, s| h.graph.admin().secrets().get(s);
    "secret's alias, delete": |h, s| h.graph.admin().secrets().drop(s);
    "secrets' aliases, delete": |h, s| h.graph.admin().secrets().drop_many(["other".to_owned(), s]);
    "token's secret": |h, s| h.server.tokens().with_secret(s).create(None);
    "token, refresh": |h, s| h.server.tokens().with_secret("x").refresh(s, None);
    "token, check": |h, s| h.server.tokens().check(s);
    "token, delete": |h, s| h.server.tokens().with_secret("x").drop(s);
    "token's user, delete expired": |h, s| h.server.tokens().drop_expired_of(s);
    "metrics' host": |h, s| h.server.cpu_memory().host(s).latest(1);
    "datapoints' metric": |h, s| h.server.datapoints().metric(&s);
    "datapoints' service": |h, s| h.server.datapoints().instance(&s);
    "datapoints' host": |h, s| h.server.datapoints().host(&s);
    "check's segment": |h, s| h.server.check_deleted_vertices().segment(&s);
    "check's vertex type": |h, s| h.server.check_deleted_vertices().vertex_type(&s);
    "rebuild's segment": |h, s| h.graph.admin().rebuild().segment(&s);
    "rebuild's vertex type": |h, s| h.graph.admin().rebuild().vertex_type(&s);
    "rebuild's folder": |h, s| h.graph.admin().rebuild().path(&s);
    "export's folder": |h, s| h.server.export(s, h.everything());
    "import's folder": |h, s| h.server.import(s, h.everything());
    "text of a file of functions": |h, s| h.graph.admin().server().udf_files().put(UdfFile::ExprFunctions, s);
    "user": |h, s| h.login(&s, "x");
    "password": |h, s| h.login("u", &s);
    "secret of a connection": |h, s| h.with_secret(s);
    "token of a connection": |h, s| h.with_token(s);
    "header of a connection": |h, s| h.builder::<Open>().header("x-a", &s).connect().await?.packages.count();
    "user agent of a connection": |h, s| h.builder::<Open>().user_agent(&s).connect().await?.packages.count();
}
