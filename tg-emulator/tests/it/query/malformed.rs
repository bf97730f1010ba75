//! Malformed requests for queries. Each must fail with a documented error and without a change.

use reqwest::Method;
use serde_json::json;

use super::with_queries;
use crate::support::{BOTH, answer};

const QUERY: &str = "CREATE QUERY q(INT n = 1) FOR GRAPH g { PRINT n; }";

#[tokio::test]
async fn every_endpoint_rejects_malformed_requests() {
    let bodies = [
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{\"n\": {\"a\": [1]}}",
        "{\"n\": 1e400}",
        "\u{0}",
        "{\"queries\": 1}",
    ];
    for generation in BOTH {
        let server = with_queries(generation, QUERY).await;
        let rest = [
            "/query/g/q",
            "/query/g/q?n=x",
            "/query/g/q?n[=1",
            "/query/g/q?n.type=1&n[99999999999999999999]=2",
            "/query/g/nope",
            "/query/nope/q",
            "/query/g",
            "/query/g/q/r",
            "/query_status?requestid=%00",
            "/query_status?graph_name=nope",
            "/query_result",
            "/query_result?requestid=a&requestid=b",
            "/showprocesslist/nope",
            "/showprocesslist",
            "/abortquery/g",
            "/abortquery/nope?url=x",
        ];
        let gsql = match generation {
            tg_emulator::Generation::V3 => vec![
                "/gsqlserver/interpreted_query",
                "/gsqlserver/gsql/queryinfo?graph=g",
                "/gsqlserver/gsql/queries/install?graph=g",
                "/gsqlserver/gsql/queries/install/x",
                "/gsqlserver/gsql/description?graph=g",
            ],
            _ => vec![
                "/gsql/v1/queries/interpret",
                "/gsql/v1/queries?graph=nope",
                "/gsql/v1/queries/q?graph=nope",
                "/gsql/v1/queries/nope?graph=g",
                "/gsql/v1/queries/install?graph=g&queries=nope",
                "/gsql/v1/queries/install/x",
                "/gsql/v1/queries/signature?graph=g",
                "/gsql/v1/queries/info?graph=g&query=nope",
                "/gsql/v1/internal/check/query",
                "/gsql/v1/description?graph=g&query=nope",
            ],
        };
        let rest = rest.iter().map(|path| format!("{}{path}", server.emulator.restpp_url()));
        let gsql = gsql.iter().map(|path| format!("{}{path}", server.emulator.gsql_url()));
        for url in rest.chain(gsql) {
            for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
                for body in bodies {
                    let request = server.http.request(method.clone(), &url).body(body);
                    let request =
                        request.header("Authorization", server.authorization.clone().unwrap());
                    let answer =
                        answer(request.header("GSQL-TIMEOUT", "18446744073709551615")).await;
                    assert!(answer.status.as_u16() < 500, "{method} {url} {body}: {}", answer.text);
                    let body = answer.json();
                    assert!(body["error"].is_boolean(), "{method} {url}: {body}");
                }
            }
        }
        assert_eq!(server.get("/query/g/q").await.results(), json!([{"n": 1}]));
    }
}

#[tokio::test]
async fn unlimited_growth_is_stopped() {
    let server = with_queries(tg_emulator::Generation::V4, "").await;
    for (body, expected) in [
        ("STRING s = \"x\"; WHILE true DO s = s + s; END;", "too long"),
        ("PRINT epoch_to_datetime(9223372036854775807);", "out of range"),
        ("PRINT datetime_add(to_datetime(\"9999-12-31\"), INTERVAL 1 DAY);", "out of range"),
    ] {
        let message = server.fails(body).await;
        assert!(message.contains(expected), "{message}");
    }
}
