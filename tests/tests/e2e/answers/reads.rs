//! Answers in the forms that releases have for one request.

use tg_runtime::ErrorKind;
use tg_runtime::prelude::*;

use super::{Person, connect};

#[tokio::test]
async fn statistics_are_read_in_the_documented_form() {
    let (_, graph, _) = connect(Generation::V4, |request| {
        request.body.contains("stat_vertex_attr").then(|| {
            r#"{"version":{"api":"v2","schema":0},"error":false,"message":"","results":[
                {"vertexName":"Person","attributeStat":[
                    {"vattrName":"age","MAX":70,"MIN":3,"AVG":41.5}]}]}"#
                .to_owned()
        })
    })
    .await;
    let statistics = graph.people.statistics().await.unwrap();
    let age = statistics.numbers(|p| p.age).unwrap().unwrap();
    assert_eq!((age.min, age.max, age.average), (3, 70, 41.5));
}

#[tokio::test]
async fn statistics_in_another_form_are_an_error() {
    for rows in [r#"{"v_type":"Person","count":3}"#, r#"{"vertexName":"Person"}"#, "3"] {
        let (_, graph, _) = connect(Generation::V4, move |request| {
            let answer = format!(r#"{{"error":false,"message":"","results":[{rows}]}}"#);
            request.body.contains("stat_vertex_attr").then_some(answer)
        })
        .await;
        let error = graph.people.statistics().await.map(drop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{rows}: {error}");
    }
}

#[tokio::test]
async fn metrics_of_3_9_are_read() {
    let answer = |text: &'static str| {
        connect(Generation::V3, move |request| {
            request.path.contains(&"metrics".to_owned()).then(|| text.to_owned())
        })
    };
    let (_, _, server) = answer(
        r#"{"NetworkMetrics":[{"EventMeta":{"TimestampNS":"1684000000000000000"},"HostID":"m1",
            "Network":{"IncomingBytesNum":"1654215","OutgoingBytesNum":"18446744073709551615"}}]}"#,
    )
    .await;
    let rows = server.network().await.unwrap();
    assert_eq!(rows[0].numbers["Network.IncomingBytesNum"], 1_654_215.0);
    assert_eq!(rows[0].numbers["Network.OutgoingBytesNum"], 18_446_744_073_709_551_615.0);
    assert!(rows[0].at.is_some() && rows[0].host.as_deref() == Some("m1"));
    let (_, _, server) = answer(
        r#"{"CPUMemoryMetrics":[{"CPU":{"CPUUsage":0.13},"Memory":{"MemoryUsageMB":"812"}}]}"#,
    )
    .await;
    let rows = server.cpu_memory().await.unwrap();
    assert_eq!(rows[0].numbers["CPU.CPUUsage"], 0.13);
    assert_eq!(rows[0].numbers["Memory.MemoryUsageMB"], 812.0);
    let (_, _, server) = answer("{}").await;
    assert!(server.qps().await.unwrap().is_empty());
    let (_, _, server) = answer(r#"{"x":1}"#).await;
    assert_eq!(server.qps().await.unwrap_err().kind(), ErrorKind::Protocol);
}

#[tokio::test]
async fn tuples_are_read_for_the_graph() {
    for generation in [Generation::V3, Generation::V4] {
        let (recorder, graph, _) = connect(generation, |request| {
            let of_graph = request.path.iter().any(|it| it == "schema");
            of_graph.then(|| {
                r#"{"error":false,"message":"",
                    "results":{"GraphName":"g","VertexTypes":[],"EdgeTypes":[]}}"#
                    .to_owned()
            })
        })
        .await;
        graph.schema().read().await.unwrap();
        let requests = recorder.take();
        let tuples = requests
            .iter()
            .find(|it| it.path.last().is_some_and(|last| last == "tuples" || last == "udtlist"));
        assert_eq!(tuples.unwrap().query, [("graph".to_owned(), "g".to_owned())], "{requests:?}");
    }
}

#[tokio::test]
async fn a_release_without_a_version_is_read() {
    let (_, _, server) = connect(Generation::V3, |request| match request.path.last()?.as_str() {
        "version" if request.method == "GET" => Some(
            r#"{"error":"false","message":"TigerGraph RESTPP: \n --- Version --- \n
                product   release-3.9.3-2023   ab1e  2023-05-23 15:46:29 -0700\n"}"#
                .to_owned(),
        ),
        "version" => Some("GSQL version: GLE-7162\nGSQL commit number: ab1e\n".to_owned()),
        _ => None,
    })
    .await;
    assert_eq!(server.version().await.unwrap().to_string(), "3.9.3");
    let gsql = server.gsql_version().await.unwrap();
    assert_eq!((gsql.release.as_str(), gsql.version), ("GLE-7162", None));
}

/// An answer whose lists are missing is not one of empty lists: nothing to mend, no path, a sound
/// query, ready indexes.
#[tokio::test]
async fn a_list_that_is_missing_is_not_empty() {
    for generation in [Generation::V3, Generation::V4] {
        let answer = r#"{"error":false,"message":"","x":1,"results":{"y":1}}"#;
        let (_, graph, server) = connect(generation, |_| Some(answer.to_owned())).await;
        let outcomes = [
            ("checks", server.check_data_consistency().await.map(drop)),
            ("services", server.services().await.map(drop)),
            ("metrics", server.disk_space().await.map(drop)),
            ("indexes", graph.people.vector_indexes().rebuilding().await.map(drop)),
            ("signature", graph.queries().signature("q").await.map(drop)),
            ("check", graph.queries().check("CREATE QUERY q() { }").await.map(drop)),
            ("upsert", graph.people.upsert(&Person { id: "1".into(), age: 2 }).await.map(drop)),
        ];
        for (name, outcome) in outcomes {
            assert!(outcome.is_err(), "{name} on {generation:?}");
        }
    }
    let answer = r#"{"warnings":[],"errors":["line 1:7 no"]}"#;
    let (_, graph, _) = connect(Generation::V4, |_| Some(answer.to_owned())).await;
    let found = graph.queries().check("CREATE QUERY q() { }").await.unwrap();
    assert_eq!(found.len(), 1);
}
