//! Queries whose answers report success next to a failure.

use std::error::Error as _;

use tg_runtime::ErrorKind;
use tg_runtime::operation::WorkState;
use tg_runtime::prelude::*;
use tg_runtime::query::DraftQuery;
use tg_runtime::udf::UdfFile;

use super::connect;

fn is_at(request: &super::Recorded, last: &str) -> bool {
    request.path.last().is_some_and(|it| it == last)
}

#[tokio::test]
async fn an_installation_fails_when_one_of_its_queries_does() {
    for state in ["FAILED", "FAILURE"] {
        let queries = format!(
            r#""queries":[{{"name":"a","state":"SUCCESS"}},
                {{"name":"b","state":"{state}","message":"line 3, col 2: no such type"}},
                {{"name":"c","state":"{state}"}}]"#
        );
        for (generation, head) in [
            (Generation::V3, r#""state":"SUCCESS","message":"""#),
            (Generation::V4, r#""message":"Query installation finished: SUCCESS""#),
            (Generation::V4, r#""message":"Request 12 is finished with status SUCCESS""#),
        ] {
            let done = format!(r#"{{"error":false,{head},"results":"",{queries}}}"#);
            let (_, graph, _) = connect(generation, move |request| {
                (is_at(request, "install") || is_at(request, "12")).then(|| done.clone())
            })
            .await;
            let error = graph.queries().install(["a", "b", "c"]).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
            let message = error.message();
            assert!(message.contains("`b` (line 3, col 2: no such type), `c`"), "{error}");
            assert!(!message.contains("`a`"), "{error}");
            let found = graph.queries().installation("12").await.unwrap();
            assert_eq!(found.state, WorkState::Failed);
            assert_eq!(found.queries[1].state, state);
        }
    }
}

#[tokio::test]
async fn a_draft_is_an_error_with_its_places() {
    const TEXT: &str = "Semantic Check Error in query q (SEM-45): line 56, col 49\\n\
        The vertex type Q is not defined.\\n\
        Saved as draft query with type/semantic error: [q].\\n";
    for flag in ["false", "true"] {
        let answer = format!(r#"{{"error":{flag},"message":"{TEXT}"}}"#);
        let (_, graph, _) = connect(Generation::V4, move |request| {
            is_at(request, "queries").then(|| answer.clone())
        })
        .await;
        let text = "CREATE QUERY q() FOR GRAPH g { PRINT 1; }";
        let error = graph.queries().create(text).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{flag}: {error}");
        let draft = error.source().and_then(|it| it.downcast_ref::<DraftQuery>()).unwrap();
        let place = (draft.findings[0].line, draft.findings[0].column);
        assert_eq!(place, (Some(56), Some(49)), "{draft:?}");
        assert!(draft.findings[0].message.contains("vertex type Q"), "{draft:?}");
    }
}

#[tokio::test]
async fn a_failure_in_the_message_of_a_success_is_an_error() {
    for message in [
        "Semantic Check Fails: The job cannot be created.",
        "Failed to create loading jobs: [l].",
        "line 1:7 mismatched input 'x' expecting '{'\\nParsing encountered 1 syntax error(s)",
        "Error: the catalog is read-only",
    ] {
        let answer = format!(r#"{{"error":false,"message":"{message}","results":[]}}"#);
        let (_, graph, server) = connect(Generation::V4, move |_| Some(answer.clone())).await;
        let job = "CREATE LOADING JOB l FOR GRAPH g { DEFINE FILENAME f; }";
        for error in [
            graph.loading_jobs().create(job).await.map(drop).unwrap_err(),
            graph.loading_jobs().drop("l").await.unwrap_err(),
            graph.queries().drop("q").await.unwrap_err(),
            graph.schema().change_jobs().run("j").await.unwrap_err(),
            graph.schema().change_jobs().drop("j").await.unwrap_err(),
            graph.admin().data_sources().drop("s").await.unwrap_err(),
            graph.admin().secrets().drop("a").await.unwrap_err(),
            server.udf_files().put(UdfFile::TokenBank, "").await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Gsql, "{message}: {error}");
        }
    }
}

#[tokio::test]
async fn a_check_of_the_schema_must_report_success() {
    for (message, is_ok) in [
        ("Schema Check succeeded.", true),
        ("Recover schema succeed!", true),
        ("Schema Check failed: vertex type V has no id.", false),
    ] {
        let answer = format!(r#"{{"error":false,"message":"{message}"}}"#);
        let (_, _, server) = connect(Generation::V4, move |_| Some(answer.clone())).await;
        assert_eq!(server.check_schema().await.is_ok(), is_ok, "{message}");
        assert_eq!(server.recover_schema().await.is_ok(), is_ok, "{message}");
    }
}
