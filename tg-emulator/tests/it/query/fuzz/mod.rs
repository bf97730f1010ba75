//! Random queries, most of them valid: none panics, ends a connection, or is over its limits.
//! `TG_TEST_QUERY_SEEDS=0..1000000` runs other seeds than the first.

mod expression;
mod statement;

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tg_emulator::{Emulator, Generation};

use self::statement::Generator;
use super::differential::seeds;
use crate::support::{Server, answer};

const SCHEMA: &str = r#"
    CREATE VERTEX A (PRIMARY_ID id STRING, n INT, d DOUBLE, s STRING, b BOOL, t DATETIME,
        li LIST<INT>, ss SET<STRING>, m MAP<STRING, INT>) WITH PRIMARY_ID_AS_ATTRIBUTE="true"
    CREATE VERTEX B (PRIMARY_ID id STRING, n INT)
    CREATE DIRECTED EDGE D (FROM A, TO A | FROM A, TO B, w INT) WITH REVERSE_EDGE="rev_D"
    CREATE UNDIRECTED EDGE U (FROM A, TO A, w DOUBLE)
    CREATE GRAPH g (*)"#;

async fn server() -> Server {
    let server = Server::with(Emulator::builder().generation(Generation::V4).gsql(SCHEMA)).await;
    let vertex = |n: i64| {
        json!({
            "n": {"value": n}, "d": {"value": 0.5}, "s": {"value": "abc"}, "b": {"value": n > 1},
            "li": {"value": [n, 2]}, "ss": {"value": ["x"]}, "t": {"value": "2024-01-01 00:00:00"},
        })
    };
    let edge = |w: i64| json!({"w": {"value": w}});
    let body = json!({
        "vertices": {
            "A": {"a1": vertex(1), "a2": vertex(2), "a3": vertex(3)},
            "B": {"b1": {"n": {"value": 5}}},
        },
        "edges": {"A": {
            "a1": {"D": {"A": {"a2": edge(1), "a1": edge(2)}, "B": {"b1": edge(3)}},
                   "U": {"A": {"a3": edge(1)}}},
            "a2": {"D": {"A": {"a3": edge(4)}}, "U": {"A": {"a3": edge(2), "a2": edge(5)}}},
        }},
    });
    server.upsert(&body).await;
    server
}

#[tokio::test]
async fn random_queries_end_with_an_answer() {
    let server = server().await;
    let (mut succeeded, mut count) = (0, 0);
    for seed in seeds(1000) {
        let query = Generator::query(seed);
        let url = format!("{}/gsql/v1/queries/interpret", server.emulator.gsql_url());
        let request = server.http.request(Method::POST, url).body(query.clone());
        let (user, password) = (server.emulator.user(), server.emulator.password());
        let request = request.basic_auth(user, Some(password));
        let request = request.header("GSQL-TIMEOUT", "2000");
        let request = request.header("GSQL-QueryLocalMemLimitMB", "16");
        let answered = tokio::time::timeout(Duration::from_secs(60), answer(request)).await;
        let answered = answered.unwrap_or_else(|_| panic!("seed {seed} does not end: {query}"));
        assert!(answered.status.as_u16() < 500, "seed {seed}: {}\n{query}", answered.text);
        let body = answered.json();
        let message = body["message"].as_str().expect("a message");
        let is_error = body["error"].as_bool().expect("a flag");
        assert!(!is_error || !message.is_empty(), "seed {seed}: {body}\n{query}");
        let unnamed = ["this type", "this expression", "this statement"];
        assert!(!unnamed.iter().any(|it| message.contains(it)), "seed {seed}: {message}\n{query}");
        succeeded += usize::from(!is_error);
        count += 1;
    }
    // The others contain a division by zero, or a type that does not fit.
    assert!(succeeded * 2 > count, "{succeeded} of {count}");
}
