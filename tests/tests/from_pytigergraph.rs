//! Compiles the expressions of `docs/from-pytigergraph.md`, so that the document names no item that
//! does not exist. Nothing here is run.
#![allow(
    dead_code,
    unused_must_use,
    clippy::let_underscore_future,
    clippy::let_underscore_must_use
)]

use std::time::Duration;

use futures_util::stream;
use tg_runtime::admin::ConfirmServer;
use tg_runtime::load::RunSource;
use tg_runtime::prelude::*;
use tg_runtime::query::QueryDescription;
use tg_runtime::sources::DataSourceConfig;
use tg_runtime::{AnyGraph, ConfirmAll, Result, Server, udf::UdfFile};

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Person {
    #[tg(primary_id)]
    id: String,
    age: i64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Person, to = Person, undirected)]
struct Knows {
    weight: f64,
}

#[tigergraph(graph = "Goods", auth = "secret")]
struct Goods {
    people: Vertices<Person>,
    knows: Edges<Knows>,
}

async fn the_connection(graph: &Goods, server: &Server) -> Result<()> {
    server.components().await?;
    server.version().await?;
    let _ = Goods::builder().server_timeout(std::time::Duration::from_secs(1)).response_limit(1);
    let _ = Goods::builder().thread_limit(1).memory_limit(1);
    let _ = AnyGraph::builder("g");
    let _ = graph.admin().server();
    Ok(())
}

async fn secrets_and_tokens(graph: &Goods, token: &tg_runtime::Token) -> Result<()> {
    graph.admin().secrets().create("ci").await?;
    graph.admin().secrets().list().await?;
    graph.admin().secrets().get("ci").await?;
    graph.admin().secrets().drop("ci").await?;
    graph.admin().secrets().drop_many(["ci"]).await?;
    graph.get_token().await?;
    graph.admin().tokens().create(None).await?;
    graph.admin().tokens().refresh(token, None).await?;
    graph.admin().tokens().drop(token).await?;
    graph.admin().tokens().check(token).await?;
    Ok(())
}

async fn the_schema(graph: &Goods, server: &Server) -> Result<()> {
    graph.schema().read().await?;
    graph.schema().version().await?;
    let batch = graph.batch().max_request_bytes(1_000_000);
    let batch = batch.update(graph.people.update("ann").add(|p| p.age, 1));
    batch.update_edge(graph.knows.update("ann", "bob").add(|e| e.weight, 1.0)).send().await?;
    graph.admin().endpoints().builtin().dynamic().fixed().await?;
    graph.gsql("CREATE VERTEX ..").await?;
    graph.schema().add_global_vertices(["City"]).await?;
    graph.schema().plan_change().await?.apply().allow_drop_vertex("V").await?;
    server.check_schema().await?;
    graph.create_schema().await?;
    graph.admin().drop_graph(ConfirmAll).await?;
    server.graphs().await?;
    graph.schema().change_jobs().run_once("..").await?;
    graph.schema().change_jobs().create("CREATE SCHEMA_CHANGE JOB ..").await?;
    graph.schema().change_jobs().list().await?;
    graph.schema().change_jobs().get("j").await?;
    graph.schema().change_jobs().force().run("j").await?;
    graph.schema().change_jobs().drop("j").await?;
    let _ = graph.schema().metadata().await?.tuples();
    let _ = graph.schema().metadata().await?.tuple("Reading");
    Ok(())
}

async fn gsql(graph: &Goods, server: &Server) -> Result<()> {
    graph.gsql("..").output().await?;
    graph.admin().gsql_file("schema.gsql").await?;
    server.udf_files().put(UdfFile::ExprFunctions, "..").await?;
    server.udf_files().get(UdfFile::ExprFunctions).await?;
    graph.gsql("..").submit().await?.status().await?;
    graph.gsql("..").submit().await?.cancel().await?;
    server.recover_schema().await?;
    server.gsql_version().await?;
    server.clear_graph_store(ConfirmServer::at("db:14240")).await?;
    server.drop_all(ConfirmServer::at("db:14240")).await?;
    server.export("/backup", ConfirmServer::at("db:14240")).await?;
    server.import("/backup", ConfirmServer::at("db:14240")).await?;
    let _ = tg_runtime::name::is_reserved("select");
    let _ = tg_runtime::name::reserved_words();
    Ok(())
}

async fn vertices(graph: &Goods, ann: &Person, people: Vec<Person>) -> Result<()> {
    let metadata = graph.schema().metadata().await?;
    let _ = metadata.vertex_types();
    let _ = metadata.vertex_type("Person").map(|ty| &ty.vectors);
    let _ = metadata.vertex_attributes("Person");
    graph.people.vector_indexes().rebuilding().await?;
    graph.people.count().await?;
    graph.statistics().vertices().await?;
    graph.people.upsert(ann).await?;
    graph.people.update("ann").add(|p| p.age, 1).await?;
    graph.people.upsert_many(&people).await?;
    graph.people.upsert_stream(stream::iter(&people)).await?;
    graph.people.find(|p| p.age.gt(30)).order_by(|p| p.age.desc()).limit(10).await?;
    let _ = graph.people.all().stream();
    graph.people.get_many(["ann", "bob"]).await?;
    graph.people.statistics().await?;
    graph.people.find(|p| p.age.gt(99)).delete().await?;
    graph.people.delete_many(["ann"]).await?;
    graph.people.delete_all(ConfirmAll).await?;
    Ok(())
}

async fn edges(graph: &Goods, edge: &Knows) -> Result<()> {
    let metadata = graph.schema().metadata().await?;
    let _ = metadata.edge_types();
    let _ = metadata.edge_type("knows");
    let _ = metadata.edge_attributes("knows");
    let _ = metadata.source_types("knows");
    let _ = metadata.target_types("knows");
    let _ = metadata.is_directed("knows");
    let _ = metadata.reverse_of("lives_in");
    let _ = metadata.is_multi_edge("paid");
    let _ = metadata.discriminator("paid");
    graph.knows.of("ann").to_type::<Person>().count().await?;
    graph.knows.count().await?;
    graph.statistics().edges().await?;
    graph.knows.upsert("ann", "bob", edge).ends_must_exist().await?;
    graph.knows.upsert_many([("ann", "bob", edge)]).await?;
    graph.knows.upsert_stream(stream::iter([("ann", "bob", edge)])).await?;
    graph.knows.of("ann").filter(|e| e.weight.gt(0.5)).limit(1).await?;
    graph.knows.get("ann", "bob").await?;
    graph.knows.between("ann", "bob").await?;
    let _ = graph.knows.of("ann").stream();
    graph.knows.all().await?;
    graph.knows.statistics().await?;
    graph.knows.of("ann").delete().await?;
    graph.knows.delete("ann", "bob").await?;
    Ok(())
}

async fn paths(graph: &Goods, ann: &Person, bob: &Person) -> Result<()> {
    graph.shortest_path(ann, bob).max_length(3).all_shortest().await?;
    graph.all_paths(ann, bob, 4).await?;
    Ok(())
}

async fn queries(graph: &Goods, id: String) -> Result<()> {
    let results = graph.query("q").param("age", 30).await?;
    let _: Vec<Person> = results.get("found")?;
    graph.query("q").detached().await?;
    graph.queries().detached(id.clone()).status().await?;
    graph.queries().detached(id.clone()).results().await?;
    graph.interpret("INTERPRET QUERY ..").param("age", 30).await?;
    graph.queries().running().await?;
    graph.queries().abort([id]).await?;
    graph.queries().abort_matching("/query/g/q").await?;
    graph.queries().abort_all(ConfirmAll).await?;
    graph.queries().get("q").await?;
    graph.queries().signature("q").await?;
    graph.queries().create("CREATE QUERY ..").await?;
    graph.queries().drop("q").await?;
    graph.queries().drop_many(["q"]).await?;
    graph.queries().drop_all(ConfirmAll).await?;
    graph.queries().check("CREATE QUERY ..").await?;
    graph.queries().get_all().await?;
    graph.queries().list().await?;
    graph.queries().install(["q"]).await?;
    graph.queries().installation("id").await?;
    graph.queries().describe(QueryDescription::new("q", "..")).await?;
    graph.queries().description("q").await?;
    graph.queries().drop_description("q").await?;
    Ok(())
}

async fn loading(graph: &Goods, rows: Vec<(String, i64)>, config: DataSourceConfig) -> Result<()> {
    let file = graph.loading_job("j").file_variable("f");
    file.bytes("a,1\n").await?;
    file.rows(rows).await?;
    file.path("people.csv").await?;
    graph.loading_jobs().list().await?;
    graph.loading_jobs().create("CREATE LOADING JOB ..").await?;
    graph.loading_jobs().replace("CREATE LOADING JOB ..").await?;
    graph.loading_jobs().get("j").await?;
    graph.loading_jobs().definition("j").await?;
    graph.loading_jobs().drop("j").await?;
    let source = RunSource::server_file("/data/a.csv");
    graph.loading_job("j").run().source("f", source).await?;
    let run = graph.loading_jobs().run("id");
    run.abort().await?;
    run.pause().await?;
    run.resume().await?;
    run.status().await?;
    run.wait().await?;
    graph.admin().data_sources().create("s", DataSourceConfig::s3("key", "secret")).await?;
    graph.admin().data_sources().update("s", config).await?;
    graph.admin().data_sources().get("s").await?;
    graph.admin().data_sources().get_all().await?;
    graph.admin().data_sources().drop("s").await?;
    graph.admin().data_sources().drop_all(ConfirmAll).await?;
    graph.admin().data_sources().preview("s", "s3://bucket/a.csv").await?;
    graph.statistics().vector_indexes().rebuilding().await?;
    Ok(())
}

async fn the_server(graph: &Goods, server: &Server) -> Result<()> {
    server.echo().await?;
    server.ping().await?;
    server.license().await?;
    server.services().await?;
    server.wait_until_online().await?;
    server.cpu_memory().await?;
    server.disk_space().await?;
    server.network().await?;
    server.qps().await?;
    server.open_metrics().await?;
    server.datapoints().await?;
    graph.admin().request_statistics(Duration::from_secs(30), 10).await?;
    graph.admin().request_statistics(Duration::from_secs(60), 10).await?;
    graph.admin().rebuild().await?;
    Ok(())
}
