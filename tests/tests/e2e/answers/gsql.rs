//! The output of the shell: what it does not report as executed has not succeeded.

use std::pin::Pin;

use tg_runtime::ErrorKind;
use tg_runtime::operation::ConfirmAll;
use tg_runtime::prelude::*;
use tg_runtime::sources::DataSourceConfig;

use super::{Open, connect, is_script};

/// Texts of servers that refused a statement.
const REFUSALS: &[&str] = &[
    "Error: Currently not using any graphs! Please use 'USE GRAPH' command to use a graph.",
    "line 1:7 mismatched input 'VERTX' expecting {DATA_SOURCE, DIRECTED, GRAPH}\n\
     Parsing encountered 1 syntax error(s)",
    "line 4:29 no viable alternative at input 'x'\nParsing encountered 1 syntax error(s)",
    "Semantic Check Error in query q (SEM-50): line 5, col 9\n\
     The tuple name or the vertex type t is not defined.",
    "Values of parameter n1 must be INT64 type, invalid value [a] provided.",
    "The graph X could not be dropped!",
    "Error: anything at all",
];

/// Texts that report neither success nor a failure that is known.
const UNKNOWN: &[&str] = &[
    "",
    "This release words its refusals otherwise.",
    "Using graph 'g'",
    "Using graph 'g'\nq query: curl -X GET 'https://127.0.0.1:9000/query/g/q'.",
];

type Run = for<'a> fn(&'a Open) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

macro_rules! statements {
    ($($name:literal: $statement:literal, |$graph:ident| $run:expr;)+) => {
        &[$(($name, $statement, |$graph| Box::pin(async move { $run.await.map(drop) }))),+]
    };
}

const JOB: &str = "CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { ADD VERTEX V (PRIMARY_ID id INT); }";
const LOADING: &str = "CREATE LOADING JOB l FOR GRAPH g { DEFINE FILENAME f; \
    LOAD f TO VERTEX Person VALUES ($0, $1); }";

/// The operations that 3.x has as statements, and the start of the statement that an error names.
const OPERATIONS: &[(&str, &str, Run)] = statements! {
    "create_schema": "CREATE", |graph| graph.create_schema();
    "list the queries": "ls", |graph| graph.queries().list();
    "list the loading jobs": "ls", |graph| graph.loading_jobs().list();
    "create a query": "CREATE QUERY q", |graph| {
        graph.queries().create("CREATE QUERY q() FOR GRAPH g { PRINT 1; }")
    };
    "drop a query": "DROP QUERY q", |graph| graph.queries().drop("q");
    "install a query": "INSTALL QUERY", |graph| graph.queries().install(["q"]).force();
    "create a change": "CREATE SCHEMA_CHANGE JOB j", |graph| {
        graph.schema().change_jobs().create(JOB)
    };
    "run a change": "RUN SCHEMA_CHANGE JOB j", |graph| graph.schema().change_jobs().run("j");
    "run a change once": "CREATE SCHEMA_CHANGE JOB j", |graph| {
        graph.schema().change_jobs().run_once(JOB)
    };
    "drop a change": "DROP JOB j", |graph| graph.schema().change_jobs().drop("j");
    "create a loading job": "CREATE LOADING JOB l", |graph| graph.loading_jobs().create(LOADING);
    "drop a loading job": "DROP JOB l", |graph| graph.loading_jobs().drop("l");
    "run a loading job": "RUN LOADING JOB", |graph| graph.loading_job("l").run();
    "abort a run": "ABORT LOADING JOB l.1", |graph| graph.loading_jobs().run("l.1").abort();
    "resume a run": "RESUME LOADING JOB l.1", |graph| graph.loading_jobs().run("l.1").resume();
    "create a data source": "CREATE DATA_SOURCE s", |graph| {
        graph.admin().data_sources().create("s", DataSourceConfig::s3("key", "hunter2"))
    };
    "drop a data source": "DROP DATA_SOURCE s", |graph| graph.admin().data_sources().drop("s");
    "drop all data sources": "DROP DATA_SOURCE *", |graph| {
        graph.admin().data_sources().drop_all(ConfirmAll)
    };
    "grant a data source": "GRANT DATA_SOURCE s TO GRAPH g", |graph| {
        graph.admin().data_sources().grant("s", ["g"])
    };
    "revoke a data source": "REVOKE DATA_SOURCE s FROM GRAPH g", |graph| {
        graph.admin().data_sources().revoke("s", ["g"])
    };
    "create a secret": "CREATE SECRET a", |graph| graph.admin().secrets().create("a");
    "drop a secret": "DROP SECRET a", |graph| graph.admin().secrets().drop("a");
    "add global types": "CREATE GLOBAL SCHEMA_CHANGE JOB", |graph| {
        graph.schema().add_global_vertices(["V"])
    };
};

#[tokio::test]
async fn a_refused_statement_is_not_a_success() {
    let mut wrong = Vec::new();
    for text in REFUSALS.iter().chain(UNKNOWN) {
        let (_, graph, _) =
            connect(Generation::V3, |request| is_script(request).then(|| (*text).to_owned())).await;
        for (name, statement, run) in OPERATIONS {
            match run(&graph).await {
                Ok(()) => wrong.push(format!("{text:?}: {name}: success")),
                Err(error) if error.kind() != ErrorKind::Gsql => {
                    wrong.push(format!("{text:?}: {name}: {:?}: {error}", error.kind()));
                }
                Err(error) => {
                    let has_text = error.message().contains(text.trim());
                    let is_named = REFUSALS.contains(text) || error.message().contains(statement);
                    if !(has_text && is_named) || error.to_string().contains("hunter2") {
                        wrong.push(format!("{text:?}: {name}: {error}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn a_script_of_the_user_fails_by_its_text() {
    for generation in [Generation::V3, Generation::V4] {
        for text in REFUSALS {
            let (_, graph, _) =
                connect(generation, |request| is_script(request).then(|| (*text).to_owned())).await;
            for script in ["DROP GRAPH X", "USE GRAPH g\nRUN QUERY q(\"a\")", "ls"] {
                let error = graph.gsql(script).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Gsql, "{text}: {script}: {error}");
                assert!(error.message().contains(text), "{error}");
                assert!(!graph.gsql(script).output().await.unwrap().is_success(), "{text}");
            }
        }
        let (_, graph, _) =
            connect(generation, |request| is_script(request).then(|| "any words".to_owned())).await;
        assert_eq!(graph.gsql("CREATE PACKAGE p").await.unwrap(), "any words");
    }
}

#[tokio::test]
async fn a_pending_query_is_not_installed() {
    const HINT: &str = "Start installing queries, about 1 minute ...\n\
        q query: curl -X GET 'https://127.0.0.1:9000/query/g/q'. \
        Add -H \"Authorization: Bearer TOKEN\" if authentication is enabled.\n\
        Select 'm1' as compile server, now connecting ...\n\
        Node 'm1' is prepared as compile server.\n";
    for (state, installed) in [("pendingInstall", false), ("installed v2", true), ("draft", false)]
    {
        let (_, graph, _) = connect(Generation::V3, move |request| {
            let listing = format!("---- Graph g\nQueries:\n  - q() ({state})\n");
            is_script(request).then(|| match &request.body {
                script if script.contains("INSTALL") => HINT.to_owned(),
                script if script.contains("SHOW") => "CREATE QUERY q() { }".to_owned(),
                _ => listing,
            })
        })
        .await;
        let outcome = graph.queries().install(["q"]).force().await;
        assert_eq!(outcome.is_ok(), installed, "{state}: {outcome:?}");
        let other = graph.queries().install(["q", "r"]).force().await.unwrap_err();
        assert!(other.message().contains("`r`"), "{other}");
        // A script has no state to read.
        let error = graph.gsql("USE GRAPH g\nINSTALL QUERY q").await.unwrap_err();
        assert!(error.message().contains("`INSTALL QUERY q`"), "{error}");
    }
}

#[tokio::test]
async fn a_schema_change_of_3_5_to_3_8_succeeds() {
    const CHANGED: &str = "Kick off schema change job j\n\
        Doing schema change on graph 'g' (current version: 0)\n\
        Trying to add local vertex 'V' to the graph 'g'.\n\n\
        Graph g updated to new version 1\n\
        The job j completes in 6.621 seconds!\n";
    let (_, graph, _) = connect(Generation::V3, |request| {
        is_script(request).then(|| match &request.body {
            script if script.contains("RUN") => CHANGED.to_owned(),
            script if script.contains("DROP") => {
                "Successfully dropped jobs on the graph 'g': [j].".to_owned()
            }
            _ => "Successfully created schema change jobs: [j].".to_owned(),
        })
    })
    .await;
    let jobs = graph.schema().change_jobs();
    jobs.run("j").await.unwrap();
    jobs.run_once(JOB).await.unwrap();
}
