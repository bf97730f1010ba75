//! The same mistake has the same error kind for all objects, in both generations.

use tg_runtime::prelude::*;
use tg_runtime::sources::DataSourceConfig;

use crate::goods::{connect, in_all_versions, quick};

const QUERY: &str = "CREATE QUERY q() FOR GRAPH Goods { PRINT 1; }";
const LOADING_JOB: &str = "CREATE LOADING JOB l FOR GRAPH Goods {
    DEFINE FILENAME f; LOAD f TO VERTEX Depot VALUES ($0, $1); }";
const CHANGE: &str = "CREATE SCHEMA_CHANGE JOB c FOR GRAPH Goods {
    ALTER VERTEX Depot ADD ATTRIBUTE (phone STRING); }";

/// A depot with an attribute that the server lacks.
#[derive(Debug, Clone, Vertex)]
#[tg(name = "Depot")]
struct SparseDepot {
    #[tg(primary_id)]
    code: i64,
    size: i64,
}

/// A type that the server lacks.
#[derive(Debug, Clone, Vertex)]
struct Ghost {
    #[tg(primary_id)]
    id: i64,
}

#[tigergraph(graph = "Goods", auth = "secret")]
struct Drifted {
    depots: Vertices<SparseDepot>,
    ghosts: Vertices<Ghost>,
}

in_all_versions! {
    async fn existing_objects_are_rejected(server) {
        let graph = connect(&server).await;
        let create = async || {
            [
                ("query", graph.queries().create(QUERY).await.map(drop)),
                ("loading job", graph.loading_jobs().create(LOADING_JOB).await.map(drop)),
                ("schema change job", graph.schema().change_jobs().create(CHANGE).await.map(drop)),
                (
                    "data source",
                    graph
                        .admin()
                        .data_sources()
                        .create("s", DataSourceConfig::kafka("k:9092"))
                        .await,
                ),
                ("secret", graph.admin().secrets().create("x").await.map(drop)),
            ]
        };
        for (what, created) in create().await {
            created.unwrap_or_else(|error| panic!("{what}: {error}"));
        }
        for (what, created) in create().await {
            let error = created.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{what}: {error}");
        }
    }

    async fn missing_objects_are_unknown_names(server) {
        let graph = connect(&server).await;
        for (what, outcome) in [
            ("query", graph.queries().drop("none").await),
            ("query", graph.queries().get("none").await.map(drop)),
            ("query", graph.queries().install(["none"]).await.map(drop)),
            ("loading job", graph.loading_jobs().drop("none").await),
            ("loading job", graph.loading_jobs().get("none").await.map(drop)),
            ("loading job", graph.loading_job("none").run().await.map(drop)),
            ("schema change job", graph.schema().change_jobs().drop("none").await),
            ("schema change job", graph.schema().change_jobs().get("none").await.map(drop)),
            ("schema change job", graph.schema().change_jobs().run("none").await),
            ("data source", graph.admin().data_sources().drop("none").await),
            ("data source", graph.admin().data_sources().get("none").await.map(drop)),
            ("secret", graph.admin().secrets().drop("none").await),
        ] {
            let error = outcome.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnknownName, "{what}: {error}");
        }
    }

    async fn types_and_attributes_that_the_server_lacks_are_unknown_names(server) {
        connect(&server).await;
        let builder = Drifted::builder().url(server.url()).secret(server.secret()).retry(quick());
        let builder = match server.restpp_port() {
            Some(_) => builder.restpp_url(server.restpp_url()),
            None => builder,
        };
        let graph = builder.connect().await.unwrap();
        let depot = SparseDepot { code: 1, size: 2 };
        for (what, outcome) in [
            ("attribute", graph.depots.upsert(&depot).await.map(drop)),
            ("type", graph.ghosts.upsert(&Ghost { id: 1 }).await.map(drop)),
        ] {
            let error = outcome.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnknownName, "{what}: {error}");
            assert!(!error.is_retryable() && !error.is_in_doubt(), "{what}: {error}");
        }
    }

    async fn every_kind_of_data_source_is_taken(server) {
        let graph = connect(&server).await;
        let sources = graph.admin().data_sources();
        let configs = [
            ("S3", DataSourceConfig::s3("a", "b")),
            ("GCS", DataSourceConfig::gcs("p", "e", "i", "k")),
            ("ABS", DataSourceConfig::abs("k")),
            ("KAFKA", DataSourceConfig::kafka("k:9092")),
            ("SNOWFLAKE", DataSourceConfig::snowflake("jdbc:snowflake://x", "u", "p")),
            ("POSTGRESQL", DataSourceConfig::postgresql("jdbc:postgresql://x", "u", "p")),
            ("BIGQUERY", DataSourceConfig::bigquery("jdbc:bigquery://x")),
        ];
        for (kind, config) in configs {
            let name = format!("of_{kind}");
            sources.create(&name, config).await.unwrap_or_else(|error| panic!("{kind}: {error}"));
            assert_eq!(sources.get(&name).await.unwrap().kind, kind);
        }
        assert_eq!(sources.list().await.unwrap().len(), 7);
    }

    async fn a_query_runs_within_its_limits(server) {
        let graph = connect(&server).await;
        graph.queries().create(QUERY).await.unwrap();
        graph.queries().install(["q"]).await.unwrap();
        let run = graph.query("q").thread_limit(2).memory_limit(512).replica(1);
        run.response_limit(1_000_000).await.unwrap();
    }
}
