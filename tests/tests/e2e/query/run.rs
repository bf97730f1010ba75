//! Running queries, and their failures.

use std::time::Duration;

use tg_emulator::{Fault, Path};
use tg_runtime::prelude::*;

use super::{Stop, fleet, install};
use crate::goods::in_all_versions;
use crate::headers::answer_one;

in_all_versions! {
    async fn an_installed_query_runs_with_its_defaults(server) {
        let graph = fleet(&server).await;
        install(
            &graph,
            "next(INT n = 41, STRING s) FOR GRAPH Fleet { PRINT n + 1 AS next, s; PRINT n; }",
        )
        .await;
        let results = graph.query("next").param("s", "a+b %41 \u{e9}").await.unwrap();
        assert_eq!(results.get::<i64>("next").unwrap(), 42);
        assert_eq!(results.get::<String>("s").unwrap(), "a+b %41 \u{e9}");
        assert_eq!(results.prints(), 2);
        let again = graph.query("next").param("n", i64::MAX - 1).param("s", "x").post();
        assert_eq!(again.await.unwrap().get::<i64>("next").unwrap(), i64::MAX);
    }

    async fn the_request_of_a_query_is_explained(server) {
        let graph = fleet(&server).await;
        let query = graph.query("next").param("n", 1).param("s", "a b&c");
        assert_eq!(query.explain().unwrap(), "GET /query/Fleet/next?n=1&s=a%20b%26c");
        let in_body = query.post().explain().unwrap();
        assert_eq!(in_body, "POST /query/Fleet/next\n{\"n\":1,\"s\":\"a b&c\"}");
        let error = graph.query("next").param("n", f64::NAN).explain().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        assert!(error.to_string().contains("run query next"), "{error}");
    }

    async fn a_text_is_interpreted(server) {
        let graph = fleet(&server).await;
        let text = "INTERPRET QUERY (STRING s, SET<VERTEX<Stop>> stops, SET<VERTEX> any) FOR GRAPH Fleet { PRINT s, stops, any; }";
        let ids = [Id::<Stop>::from("s2"), Id::from("s/1 %")];
        let run = graph.interpret(text).param("s", "a b+c").param("stops", &ids).param("any", &ids);
        let results = run.await.unwrap();
        assert_eq!(results.get::<String>("s").unwrap(), "a b+c");
        let mut back: Vec<Id<Stop>> = results.get("stops").unwrap();
        back.sort();
        assert_eq!(back, [Id::from("s/1 %"), Id::from("s2")]);
        assert!(results.schema_version().is_some());
        let error =
            graph.interpret("INTERPRET QUERY () FOR GRAPH Fleet {\n PRINT ;\n}").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
        assert!(error.message().contains("no viable alternative"), "{error}");
        let empty = graph.interpret(text).param("s", "").param("stops", Vec::<Id<Stop>>::new());
        assert_eq!(empty.await.unwrap_err().kind(), ErrorKind::Encode);
    }

    async fn errors_of_queries_have_a_kind_and_a_remedy(server) {
        let graph = fleet(&server).await;
        let error = graph.query("nope").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoEndpoint, "{error}");
        assert!(
            error.to_string().contains("run query nope") && error.message().contains("install"),
            "{error}"
        );
        install(&graph, "q(INT n, VERTEX<Stop> s) FOR GRAPH Fleet { PRINT n, s; }").await;
        let error = graph.query("q").param("n", 1).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::InvalidRequest, Some("3001")),
            "{error}"
        );
        assert!(error.message().contains(".param("), "{error}");
        let text = "INTERPRET QUERY (INT n) FOR GRAPH Fleet { PRINT n; }";
        let error = graph.interpret(text).await.unwrap_err();
        assert!(error.message().contains(".param("), "{error}");
        let bare = || graph.query("q").param("n", 1).param("s", "s2");
        assert!(bare().await.is_ok());
        let error = bare().post().await.unwrap_err();
        assert!(error.message().contains("Id::<V>::from(id)"), "{error}");
        let error =
            graph.query("q").param("n", "x").param("s", Id::<Stop>::from("s2")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        let error =
            graph.query("q").param("n", 1).param("s", Id::<Stop>::from("s9")).await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        let error = graph.query("q?n=1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        let error = graph.query("q").param("n", f64::NAN).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    }

    async fn an_exception_of_a_query_keeps_its_number(server) {
        let graph = fleet(&server).await;
        server.on(Path::ends("/query/Fleet/near")).then(Fault::error("40001", "no stop is near"));
        let error = graph.query("near").await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Query, Some("40001")));
        assert_eq!(error.message(), "no stop is near");
    }

    async fn the_servers_time_limit_leaves_the_id_of_its_logs(server) {
        let graph = fleet(&server).await;
        server.on(Path::ends("/query/Fleet/slow")).then(Fault::error("REST-3002", TIMED_OUT));
        let error = graph.query("slow").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ServerTimedOut);
        assert_eq!(error.request_id(), Some("16777217.RESTPP_1_1.1740477142564.N"));
        assert!(error.message().contains(".timeout("), "{error}");
    }

    async fn an_answer_over_its_limit_names_the_remedy(server) {
        let graph = fleet(&server).await;
        let words = "The query response size is 256MB, which exceeds limit 32MB.";
        server.on(Path::ends("/query/Fleet/much")).then(Fault::error("REST-4000", words));
        let error = graph.query("much").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert!(
            error.message().contains("32MB") && error.message().contains("response_limit"),
            "{error}"
        );
    }

    async fn a_query_that_is_being_installed_is_waited_for(server) {
        let graph = fleet(&server).await;
        install(&graph, "q() FOR GRAPH Fleet { PRINT 1 AS one; }").await;
        let words = "Query endpoint '/query/Fleet/q' is disabled, please make sure all its sub-queries are installed";
        server.on(Path::ends("/query/Fleet/q")).times(2).then(Fault::error("REST-1005", words));
        let once = graph.query("q").idempotent(true).await.unwrap();
        assert_eq!(once.only::<i64>().unwrap(), 1);
    }

    async fn a_query_is_repeated_only_if_declared_idempotent(server) {
        let graph = fleet(&server).await;
        install(&graph, "q() FOR GRAPH Fleet { PRINT 1 AS one; }").await;
        server.on(Path::ends("/query/Fleet/q")).times(2).then(Fault::Disconnect);
        assert_eq!(graph.query("q").await.unwrap_err().kind(), ErrorKind::Interrupted);
        let results = graph.query("q").idempotent(true).await.unwrap();
        assert_eq!(results.only::<i64>().unwrap(), 1);
    }
}

const TIMED_OUT: &str = "The query didn't finish because it exceeded the query timeout threshold (16 seconds). Please \
    check GSE log for license expiration and RESTPP/GPE log with request id (16777217.RESTPP_1_1.1740477142564.N) for \
    details. ";

#[tokio::test]
async fn limits_travel_as_headers_and_parameters_in_the_url() {
    let (builder, head) = answer_one(r#"{"error":false,"message":"","results":[]}"#).await;
    let graph = builder.connect().await.unwrap();
    let run = graph.query("q").param("p", "a b+c").timeout(Duration::from_secs(90));
    let run = run.response_limit(1000).thread_limit(2).memory_limit(64).replica(1).all_vertices();
    assert!(run.await.unwrap().is_empty());
    drop(graph);
    let head = head.await.unwrap();
    let line =
        "GET /restpp/query/Goods/q?__GQUERY__USING_ALL_ACTIVE_MODE=true&p=a%20b%2Bc HTTP/1.1";
    assert!(head.starts_with(line), "{head}");
    let head = head.to_lowercase();
    for line in [
        "gsql-timeout: 90000",
        "response-limit: 1000",
        "gsql-thread-limit: 2",
        "gsql-querylocalmemlimitmb: 64",
        "gsql-replica: 1",
    ] {
        assert!(head.contains(&format!("\r\n{line}\r\n")), "{line}: {head}");
    }
}
