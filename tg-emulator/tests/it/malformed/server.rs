//! The server that gets the malformed requests, and a digest of its data.

use std::fmt::Write;

use reqwest::Method;
use serde_json::json;
use tg_emulator::{Emulator, Generation};

use crate::support::{SCHEMA, Server, column};

/// The server of an endpoint: RESTPP or the GSQL server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Restpp,
    Gsql,
}

const STORED: &str = r#"
    USE GRAPH g
    CREATE LOADING JOB j FOR GRAPH g {
        DEFINE FILENAME f;
        LOAD f TO VERTEX Person VALUES ($0, $1, $2, $3, $4);
    }
    CREATE SCHEMA_CHANGE JOB J FOR GRAPH g { ALTER VERTEX Person ADD ATTRIBUTE (x INT); }
    CREATE QUERY q(INT n = 1) FOR GRAPH g { PRINT n; }
    INSTALL QUERY q
    CREATE DATA_SOURCE ds = "{\"type\":\"s3\",\"access.key\":\"a\",\"secret.key\":\"b\"}"
        FOR GRAPH g
"#;

/// Starts a server with both ports and with stored objects of every kind.
pub(super) async fn start(generation: Generation) -> Server {
    let builder = Emulator::builder()
        .generation(generation)
        .restpp_port(0)
        .secret("known", "0123456789abcdefghijklmnopqrstuv")
        .gsql(SCHEMA)
        .gsql(STORED);
    let server = Server::with(builder).await;
    server
        .upsert(&json!({
            "vertices": {
                "Person": {"ann": {"age": {"value": 30}}, "bob": {"age": {"value": 31}}},
                "Depot": {"1": {"city": {"value": "Bonn"}}},
                "Thing": {"1": {"s": {"value": "x"}}},
            },
            "edges": {"Person": {
                "ann": {
                    "Knows": {"Person": {"bob": {"weight": {"value": 1.5}}}},
                    "Visited": {"Depot": {"1": {
                        "on_day": {"value": "2024-01-01"}, "gate": {"value": "x"},
                    }}},
                },
                "bob": {"WorksAt": {"Depot": {"1": {"pay": {"value": 7}}}}},
            }},
        }))
        .await;
    if generation == Generation::V4 {
        let description = json!({"queries": [{"queryName": "q", "description": "a number"}]});
        server.success_message(Method::PUT, "description?graph=g", description).await;
    }
    server
}

/// Returns all stored data as text: definitions, secrets, queries, vertices and edges.
pub(super) async fn digest(server: &Server) -> String {
    let mut all = String::new();
    for script in ["ls", "USE GRAPH g ls", "USE GRAPH g SHOW QUERY * SHOW JOB *", "SHOW SECRET"] {
        all += &server.emulator.gsql(script).await.unwrap_or_else(|failed| panic!("{failed}"));
    }
    for ty in ["Person", "Depot", "Flat", "Thing"] {
        let vertices = server.get(&format!("/graph/g/vertices/{ty}")).await.results();
        let _ = writeln!(all, "{vertices}");
        for id in column(&vertices, "v_id") {
            let _ =
                writeln!(all, "{}", server.get(&format!("/graph/g/edges/{ty}/{id}")).await.text);
        }
    }
    let more: &[&str] = match server.emulator.generation() {
        Generation::V3 => &["/gsqlserver/gsql/userdefinedfunction?filename=ExprFunctions"],
        _ => &[
            "/gsql/v1/secrets",
            "/gsql/v1/data-sources?graph=g",
            "/gsql/v1/description?graph=g&query=q",
            "/gsql/v1/udt/files",
            "/gsql/v1/udt/accum",
            "/gsql/v1/schema/jobs?graph=g",
            "/gsql/v1/schema/indexes?vertex=Person",
        ],
    };
    for path in more {
        let _ = writeln!(all, "{}", server.gsql(Method::GET, path, "").await.text);
    }
    all
}
