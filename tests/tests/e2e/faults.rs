//! Failures of the transport and of the server, and the requests that are repeated.

use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use tg_emulator::{Any, Emulator, Fault, Gate, Generation, Method, Path, Scope};
use tg_runtime::RetryPolicy;
use tg_runtime::load::LoadFormat;
use tg_runtime::operation::Pending;
use tg_runtime::prelude::*;

use crate::goods::{Goods, Package, StoredAt, builder, connect, in_all_versions, serve};

fn reads() -> Scope {
    Path::has("/vertices/").and(Method::GET)
}

fn upserts() -> Scope {
    Path::ends("/graph/Goods").and(Method::POST)
}

/// Failures that pass, and do not prove that nothing was executed.
fn transient() -> Vec<Fault> {
    vec![
        Fault::Status(502),
        Fault::Status(503),
        Fault::Status(429),
        Fault::Status(520),
        Fault::Status(524),
        Fault::StartingWorkspace,
        Fault::answer(502, "text/html", "<html>Bad Gateway</html>"),
        Fault::error("REST-10004", "busy"),
        Fault::error("REST-12001", "no running GPE"),
        Fault::error("SYS-0001", "engine not available"),
        Fault::error("SYS-0002", "memory"),
        Fault::error("REST-1005", "disabled"),
        Fault::error("REST-10000", "failed to retrieve id map"),
    ]
}

/// Failures after which the request may have been executed.
fn lost() -> Vec<Fault> {
    vec![
        Fault::Disconnect,
        Fault::HangUp(40),
        Fault::Truncate(20),
        Fault::Status(500),
        Fault::Status(504),
        Fault::applied(504, "text/html", "Gateway Timeout"),
        Fault::error("REST-3002", "16 seconds"),
        Fault::error("REST-12000", "no answer from GPE"),
    ]
}

fn done<T>(
    call: impl IntoFuture<Output = Result<T>, IntoFuture: Send + 'static>,
) -> Pending<'static, ()> {
    let call = call.into_future();
    Box::pin(async move { call.await.map(drop) })
}

async fn with_one_package(server: &Emulator) -> Goods {
    let graph = connect(server).await;
    graph.packages.upsert(&Package::new("P-1", 1.0)).await.unwrap();
    graph
}

in_all_versions! {
    async fn idempotent_requests_are_repeated_after_what_may_pass(server) {
        let graph = with_one_package(&server).await;
        for fault in transient() {
            let rule = server.on(reads()).times(2).then(fault.clone());
            assert_eq!(graph.packages.count().await.unwrap(), 1, "{fault:?}");
            assert_eq!(rule.hits(), 2, "{fault:?}");
            rule.remove();
            let rule = server.on(upserts()).times(2).then(fault.clone());
            graph.packages.upsert(&Package::new("P-1", 1.0)).await.unwrap();
            assert_eq!(rule.hits(), 2, "{fault:?}");
            rule.remove();
        }
    }

    async fn a_wait_that_the_server_requests_is_the_wait_before_the_repetition(server) {
        let graph = with_one_package(&server).await;
        for status in [429, 503] {
            let busy = |seconds| Fault::RetryAfter { status, seconds };
            // Longer than all repetitions may take.
            let rule = server.on(reads()).times(1).then(busy(3_600));
            let error = graph.packages.count().await.unwrap_err();
            assert!(error.is_retryable(), "{error}");
            assert_eq!(rule.hits(), 1);
            let rule = server.on(reads()).times(2).then(busy(0));
            assert_eq!(graph.packages.count().await.unwrap(), 1);
            assert_eq!(rule.hits(), 2);
        }
    }

    async fn nothing_is_applied_twice(server) {
        let graph = with_one_package(&server).await;
        // The status of an unknown query proves that nothing was executed.
        let query = "USE GRAPH Goods CREATE QUERY q() { PRINT 1; } INSTALL QUERY q";
        server.gsql(query).await.unwrap();
        let faults = transient().into_iter().chain(lost()).chain([
            Fault::error("REST-10019", "the token has expired"),
            Fault::ExpiredToken,
        ]);
        for fault in faults {
            let package = Package::new("P-1", 1.0);
            let added = || graph.packages.update("P-1").add(|p| p.stops, 1);
            let lines = graph.loading_job("j").file_variable("f").bytes("a,1\n");
            let gone = graph.packages.find(|p| p.stops.gt(100)).delete();
            let interpret = graph.interpret("INTERPRET QUERY () { PRINT 1; }");
            let query = || Path::ends("/query/Goods/q");
            let calls = [
                ("add", upserts(), done(added())),
                ("batch", upserts(), done(graph.batch().update(added()).send())),
                ("insert", upserts(), done(graph.packages.upsert(&package).insert_only())),
                ("delete", Method::DELETE.into(), done(graph.packages.delete("P-9"))),
                ("delete found", Method::DELETE.into(), done(gone)),
                ("delete all", Method::DELETE.into(), done(graph.stored_at.delete_all(ConfirmAll))),
                ("delete edge", Method::DELETE.into(), done(graph.stored_at.delete("P-1", 7))),
                ("load", Path::ends("/ddl/Goods"), done(lines.format(LoadFormat::csv()))),
                ("query", query(), done(graph.query("q"))),
                ("posted query", query(), done(graph.query("q").post())),
                ("interpret", Path::has("interpret"), done(interpret)),
                ("gsql", Path::has("/gsql").and(Method::POST), done(graph.gsql("USE GLOBAL"))),
            ];
            for (name, scope, call) in calls {
                // The GSQL server gets the credentials themselves, and output has no end.
                let by_token = !matches!(name, "interpret" | "gsql");
                let of_token = matches!(&fault, Fault::Error { code, .. } if code == "REST-10019");
                let passes = matches!(fault, Fault::ExpiredToken | Fault::Truncate(_));
                if !by_token && (of_token || passes) {
                    continue;
                }
                let rule = server.on(scope).then(fault.clone());
                let Err(error) = call.await else { panic!("{name} {fault:?}") };
                assert_eq!(rule.hits(), 1, "{name} {fault:?}: {error}");
                assert!(error.is_in_doubt(), "{name} {fault:?}: {error:?}");
                assert!(!error.is_retryable(), "{name} {fault:?}: {error}");
                rule.remove();
            }
        }
        // Three of the failures come after the execution, once per addition.
        assert_eq!(graph.packages.get("P-1").await.unwrap().unwrap().stops, 6);
    }

    async fn what_surely_was_not_executed_is_repeated(server) {
        let graph = with_one_package(&server).await;
        let added = || graph.packages.update("P-1").add(|p| p.stops, 1);
        let denied = r#"{"error":true,"code":"REST-10016","message":"the token is invalid"}"#;
        server.on(upserts()).times(1).then(Fault::answer(401, "application/json", denied));
        assert!(added().await.unwrap());
        server.on(upserts()).times(1).then(Fault::NoToken);
        assert!(added().await.unwrap());
        assert_eq!(graph.packages.get("P-1").await.unwrap().unwrap().stops, 2);
    }

    async fn possibly_executed_requests_are_repeated_only_if_idempotent(server) {
        let graph = with_one_package(&server).await;
        for fault in lost() {
            let rule = server.on(upserts()).times(1).then(fault.clone());
            graph.packages.upsert(&Package::new("P-2", 1.0)).await.unwrap();
            assert_eq!(rule.hits(), 1, "{fault:?}");

            server.forget_requests();
            let rule = server.on(upserts()).times(1).then(fault.clone());
            let error = graph.packages.update("P-1").add(|p| p.stops, 1).await.unwrap_err();
            assert!(error.is_in_doubt() && !error.is_retryable(), "{fault:?}: {error}");
            assert_eq!(server.requests().count(upserts()), 1, "{fault:?}");
            assert_eq!(rule.hits(), 1, "{fault:?}");
        }
    }

    async fn requests_that_would_fail_again_are_not_repeated(server) {
        let graph = with_one_package(&server).await;
        let faults = [
            (Fault::Status(400), ErrorKind::InvalidRequest),
            (Fault::Status(404), ErrorKind::NoEndpoint),
            (Fault::Status(413), ErrorKind::TooLarge),
            (Fault::Status(403), ErrorKind::Forbidden),
            (
                Fault::error("REST-30200", "Null JSON value is not supported"),
                ErrorKind::InvalidRequest,
            ),
            (Fault::error("REST-10018", "no privilege"), ErrorKind::Forbidden),
            (Fault::error("REST-10020", "license expired"), ErrorKind::License),
            (Fault::error("REST-4000", "exceeds limit 32MB"), ErrorKind::TooLarge),
        ];
        for (fault, kind) in faults {
            server.forget_requests();
            let rule = server.on(reads()).then(fault.clone());
            let error = graph.packages.all().await.unwrap_err();
            assert_eq!(error.kind(), kind, "{fault:?}: {error}");
            assert!(!error.is_retryable(), "{fault:?}");
            assert_eq!(error.operation(), Some("find Package"));
            assert_eq!(server.requests().count(Any), 1, "{fault:?}");
            rule.remove();
        }
    }

    async fn repetitions_end(server) {
        with_one_package(&server).await;
        let policy = RetryPolicy::default().first_delay(Duration::from_millis(1)).max_retries(3);
        let graph: Goods = builder(&server).retry(policy).connect().await.unwrap();
        let rule = server.on(reads()).then(Fault::Status(503));
        let error = graph.packages.count().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, Some(503)));
        assert_eq!(rule.hits(), 4);
    }

    async fn no_part_of_an_answer_passes_for_all_of_it(server) {
        let graph = connect(&server).await;
        let packages: Vec<_> = (0..50).map(|n| Package::new(&format!("P-{n}"), 1.0)).collect();
        let _ = graph.packages.upsert_many(&packages).await.unwrap();
        let once: Goods = builder(&server).retry(RetryPolicy::NEVER).connect().await.unwrap();
        for bytes in [0, 1, 40, 120, 400, 4000, 6000] {
            for fault in [Fault::Truncate(bytes), Fault::HangUp(bytes)] {
                let rule = server.on(reads()).times(2).then(fault.clone());
                let error = once.packages.all().await.unwrap_err();
                let kinds = [ErrorKind::Protocol, ErrorKind::Interrupted];
                assert!(kinds.contains(&error.kind()), "{fault:?}: {error}");
                let streamed: Vec<_> = once.packages.stream().collect().await;
                assert!(streamed.last().unwrap().is_err(), "{fault:?}");
                assert!(streamed.len() <= 50, "{fault:?}");
                rule.remove();
            }
        }
        let rule = server.on(reads()).times(1).then(Fault::Truncate(4000));
        assert_eq!(graph.packages.all().await.unwrap().len(), 50, "read again from the start");
        assert_eq!(rule.hits(), 1);
    }

    async fn a_deadline_ends_the_operation(server) {
        let graph = with_one_package(&server).await;
        let gate = Gate::new();
        server.on(reads()).then(Fault::Hold(gate.clone()));
        let error = graph.packages.count().timeout(Duration::from_millis(20)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
        assert_eq!(error.operation(), Some("count Package"));
        gate.open();

        let hour = Duration::from_secs(3600);
        let patient = RetryPolicy::PATIENT.first_delay(hour).max_delay(hour);
        let patient = patient.max_total_delay(hour * 24);
        let graph: Goods = builder(&server).retry(patient).connect().await.unwrap();
        server.on(reads()).then(Fault::Status(503));
        let error = graph.packages.count().timeout(Duration::from_millis(500)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
        assert!(error.message().contains("the last attempt failed: "), "{error}");
        assert!(error.message().contains("HTTP 503"), "{error}");
    }

    async fn an_unreachable_server_is_an_error_of_the_connection(server) {
        let graph = with_one_package(&server).await;
        let mut server = server;
        server.close().await;
        let error = graph.packages.count().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert!(error.is_retryable());
        server.listen().await.unwrap();
        assert_eq!(graph.packages.count().await.unwrap(), 1);
    }

    async fn a_second_answer_is_not_that_of_the_next_request(server) {
        let graph = with_one_package(&server).await;
        server.on(reads()).then(Fault::Twice);
        for _ in 0..10 {
            assert!(graph.packages.get("P-1").await.unwrap().is_some());
            assert_eq!(graph.packages.get("P-2").await.unwrap(), None);
        }
    }

    async fn odd_answers_are_understood(server) {
        let graph = with_one_package(&server).await;
        let body = "{\"error\":\"false\",\"message\":\"a\nb\",\
                \"results\":[{\"v_type\":\"Package\",\"count\":7}]}";
        server.on(Path::has("/vertices/")).times(1).then(Fault::answer(200, "text/plain", body));
        assert_eq!(graph.packages.count().await.unwrap(), 7);
        server
            .on(Path::has("/vertices/"))
            .times(1)
            .then(Fault::ContentType("text/html".to_owned()));
        assert_eq!(graph.packages.count().await.unwrap(), 1);

        let body = "{\"error\":\"true\",\"message\":\"broken\",\"code\":601}";
        server.on(Path::has("/vertices/")).times(1).then(Fault::answer(200, "text/plain", body));
        assert!(graph.packages.count().await.unwrap_err().is_not_found());

        let raw = "{\"error\":false,\"results\":[{\"v_id\":\"P-1\",\"v_type\":\"Package\",\"attributes\":\
                   {\"weight_kg\":1,\"fragile\":false,\"stops\":0,\"handling\":[],\"labels\":{},\"note\":\"a\tb\nc\"}}]}";
        server.on(Path::has("/vertices/")).times(1).then(Fault::answer(
            200,
            "application/json",
            raw,
        ));
        let package = graph.packages.get("P-1").await.unwrap().unwrap();
        assert_eq!(package.note.as_deref(), Some("a\tb\nc"));
    }

    async fn a_vertex_that_does_not_fit_names_the_attribute(server) {
        let graph = with_one_package(&server).await;
        let body = "{\"error\":false,\"results\":[{\"v_id\":\"P-1\",\"v_type\":\"Package\",\"attributes\":{\"weight_kg\":\"heavy\"}}]}";
        server.on(reads()).times(1).then(Fault::answer(200, "application/json", body));
        let error = graph.packages.get("P-1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let text = error.to_string();
        assert!(text.starts_with("get Package: ") && text.contains("weight_kg"), "{text}");
    }

    async fn the_row_of_another_vertex_is_an_error(server) {
        let graph = with_one_package(&server).await;
        let row = r#"{"v_id":"P-1","v_type":"Package","attributes":{"weight_kg":1,"fragile":false,
            "stops":0,"handling":[],"labels":{},"note":""}}"#;
        let body = format!(r#"{{"error":false,"message":"","results":[{row}]}}"#);
        server.on(reads()).then(Fault::answer(200, "application/json", body));
        assert!(graph.packages.exists("P-1").await.unwrap());
        for error in [
            graph.packages.get("P-2").await.unwrap_err(),
            graph.packages.get("a/b").await.unwrap_err(),
            graph.packages.get_many(["P-1", "P-3"]).await.unwrap_err(),
            graph.packages.exists("p-1").await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Protocol, "{error}");
            assert!(error.message().contains("P-1"), "{error}");
            assert_eq!(error.operation(), Some("get Package"));
        }
    }

    async fn the_edge_of_other_vertices_is_an_error(server) {
        let graph = connect(&server).await;
        let row = r#"{"e_type":"StoredAt","directed":true,"from_type":"Package","from_id":"P-1",
            "to_type":"Depot","to_id":"7","attributes":{"since":"2024-01-01 00:00:00"}}"#;
        let body = format!(r#"{{"error":false,"message":"","results":[{row}]}}"#);
        server.on(Path::has("/edges/")).then(Fault::answer(200, "application/json", body));
        assert!(graph.stored_at.get("P-1", 7).await.unwrap().is_some());
        for (from, to) in [("P-2", 7), ("P-1", 8)] {
            let error = graph.stored_at.get(from, to).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Protocol, "{error}");
            assert_eq!(error.operation(), Some("get StoredAt"));
        }
        assert_eq!(graph.stored_at.of("P-1").await.unwrap().len(), 1);
        for error in [
            graph.stored_at.of("P-2").await.unwrap_err(),
            graph.stored_at.of("P-2").first().await.unwrap_err(),
            graph.stored_at.of("P-2").stream().next().await.unwrap().unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(error.message().contains("another vertex"), "{error}");
            assert_eq!(error.operation(), Some("list StoredAt"));
        }
    }

    async fn counts_beyond_all_numbers_do_not_panic(server) {
        let graph = with_one_package(&server).await;
        let max = u64::MAX;
        let answer = |results: String| {
            let body = format!(r#"{{"error":false,"message":"","results":[{results}]}}"#);
            Fault::answer(200, "application/json", body)
        };
        let accepted = format!(r#"{{"accepted_vertices":{max},"accepted_edges":{max}}}"#);
        let rule = server.on(upserts()).then(answer(accepted));
        let packages: Vec<_> = (0..3).map(|n| Package::new(&format!("P-{n}"), 1.0)).collect();
        let many = graph.packages.upsert_many(&packages).batch_size(std::num::NonZeroUsize::MIN);
        assert_eq!(many.await.unwrap().accepted_vertices(), max);
        rule.remove();

        let count = format!(r#"{{"e_type":"StoredAt","count":{max}}}"#);
        let rule = server.on(Any).then(answer(format!("{count},{count}")));
        assert_eq!(graph.stored_at.count().await.unwrap(), max);
        assert_eq!(graph.stored_at.of("P-1").count().await.unwrap(), max);
        let degrees = graph.packages.degrees("P-1").await.unwrap().unwrap();
        assert_eq!(degrees.total(), max);
        let counts = graph.statistics().exact_vertices().await.unwrap();
        assert_eq!(counts.into_values().collect::<Vec<_>>(), [max]);
        rule.remove();

        let deleted = format!(r#"{{"e_type":"StoredAt","deleted_edges":{max}}}"#);
        server.on(Method::DELETE).then(answer(format!("{deleted},{deleted}")));
        assert_eq!(graph.stored_at.delete_many([("P-1", 7), ("P-1", 8)]).await.unwrap(), max);
    }

    async fn a_shortfall_is_seen(server) {
        let graph = with_one_package(&server).await;
        let body = "{\"error\":false,\"message\":\"\",\"results\":[{\"accepted_vertices\":1,\"accepted_edges\":0}]}";
        let short = Fault::answer(200, "application/json", body);
        server.on(upserts()).times(1).then(short.clone());
        let two = [Package::new("P-1", 1.0), Package::new("P-2", 1.0)];
        let outcome = graph.packages.upsert_many(&two).await.unwrap();
        assert!(!outcome.is_complete());
        assert_eq!(outcome.require_all().unwrap_err().kind(), ErrorKind::PartiallyAccepted);
        server.on(upserts()).times(1).then(short);
        let edge = StoredAt { since: "2024-01-01".parse().unwrap() };
        let error = graph.stored_at.upsert("P-1", 1, &edge).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PartiallyAccepted, "{error}");
    }
}

#[tokio::test]
async fn a_failed_batch_reports_what_was_accepted_before() {
    let server = serve(Generation::V4).start().await.unwrap();
    let graph = with_one_package(&server).await;
    server.on(upserts()).after(2).then(Fault::error("REST-30200", "no"));
    let packages = (0..40).map(|n| Package::new(&format!("P-{n}"), 1.0));
    let one = std::num::NonZeroUsize::MIN;
    let ten = std::num::NonZeroUsize::new(10).unwrap();
    let upsert = graph.packages.upsert_many(packages).batch_size(ten).concurrency(one);
    let error = upsert.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.message().starts_with("20 were accepted before"), "{error}");
}

#[tokio::test]
async fn both_ways_of_statuses_mean_the_same() {
    use tg_emulator::Statuses;
    for statuses in [Statuses::Legacy, Statuses::Modern] {
        let server = serve(Generation::V4).statuses(statuses).start().await.unwrap();
        let graph = connect(&server).await;
        assert_eq!(graph.packages.get("P-1").await.unwrap(), None);
        assert!(!graph.packages.delete("P-1").await.unwrap());
        assert_eq!(graph.stored_at.of("P-1").await.unwrap(), []);
        assert!(graph.admin().drop_graph(ConfirmAll).await.unwrap());
        let error = graph.packages.count().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
    }
}

#[tokio::test]
async fn a_gateway_that_takes_ids_apart_is_never_believed() {
    use tg_emulator::PathDecoding;
    let server = serve(Generation::V4).path_decoding(PathDecoding::BeforeSplit);
    let server = server.start().await.unwrap();
    let graph = connect(&server).await;
    let edge = StoredAt { since: "2024-01-01".parse().unwrap() };
    // Split at the slash, this path means the edges of another vertex.
    let id = "P-1/StoredAt/Depot";
    graph.stored_at.upsert("P-1", 7, &edge).await.unwrap();
    graph.stored_at.upsert(id, 7, &edge).await.unwrap();
    let refused = [
        graph.stored_at.of(id).await.unwrap_err(),
        graph.stored_at.of(id).count().await.unwrap_err(),
        graph.stored_at.of(id).delete().await.unwrap_err(),
        graph.stored_at.delete(id, 7).await.unwrap_err(),
    ];
    assert!(refused.iter().all(|error| error.kind() == ErrorKind::Encode), "{refused:?}");
    assert!(refused[0].message().contains("restpp_url"), "{}", refused[0]);
    assert_eq!(graph.stored_at.count().await.unwrap(), 2);

    // A vertex whose id is an attribute is found by a filter.
    let package = Package::new("a/b", 1.0);
    graph.packages.upsert(&package).await.unwrap();
    assert_eq!(graph.packages.get("a/b").await.unwrap(), Some(package));
    assert!(graph.packages.delete("a/b").await.unwrap());
    assert!(graph.packages.all().stream().try_collect::<Vec<_>>().await.unwrap().len() == 2);
}
