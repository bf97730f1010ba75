//! Migration of discriminators, pairs and reverse types.

use serde_json::json;

use super::{global, start};
use crate::support::column;

#[tokio::test]
async fn parallel_edges_remain_distinct() {
    let server = start(
        "CREATE VERTEX V (PRIMARY_ID id STRING) \
         CREATE DIRECTED EDGE e (FROM V, TO V, DISCRIMINATOR(at DATETIME, n INT), x INT) \
         WITH REVERSE_EDGE=\"back\" CREATE GRAPH g (*)",
    )
    .await;
    let edge =
        |n: i32| json!({"at": {"value": "2024-01-01"}, "n": {"value": n}, "x": {"value": n * 10}});
    server
        .upsert(&json!({"edges": {"V": {"a": {"e": {"V": {"b": [edge(1), edge(2), edge(3)]}}}}}}))
        .await;
    global(
        &server,
        "ALTER EDGE e ADD ATTRIBUTE (note STRING DEFAULT \"-\"); ALTER EDGE e DROP ATTRIBUTE (x);",
    )
    .await;
    let edges = server.get("/graph/g/edges/V/a/e").await.results();
    assert_eq!(edges.as_array().unwrap().len(), 3);
    let mut numbers: Vec<_> = edges
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["attributes"]["n"].as_i64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(edges[0]["attributes"]["note"], "-");
    // The reverse type has changed too, and each edge is still found by it.
    let back = server.get("/graph/g/edges/V/b/back").await.results();
    assert_eq!(back.as_array().unwrap().len(), 3);
    assert_eq!(back[0]["attributes"]["note"], "-");
    assert!(back[0]["attributes"].get("x").is_none());
    // An upsert with the same discriminator is an update.
    let again = json!({"at": {"value": "2024-01-01"}, "n": {"value": 2}, "note": {"value": "new"}});
    server.upsert(&json!({"edges": {"V": {"a": {"e": {"V": {"b": again}}}}}})).await;
    assert_eq!(server.get("/graph/g/edges/V/a/e").await.results().as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn pairs_are_added_to_an_edge_type() {
    let server = start(
        "CREATE VERTEX A (PRIMARY_ID id STRING) CREATE VERTEX B (PRIMARY_ID id STRING) \
         CREATE VERTEX C (PRIMARY_ID id STRING) CREATE UNDIRECTED EDGE e (FROM A, TO B, w INT) \
         CREATE GRAPH g (*)",
    )
    .await;
    server.upsert(&json!({"edges": {"A": {"a": {"e": {"B": {"b": {"w": {"value": 5}}}}}}}})).await;
    let far = json!({"edges": {"A": {"a": {"e": {"C": {"c": {}}}}}}});
    assert!(server.post("/graph/g", &far).await.json()["error"] == true);
    global(&server, "ALTER EDGE e ADD PAIR (FROM A, TO C | FROM C, TO C);").await;
    server.upsert(&far).await;
    let edges = server.get("/graph/g/edges/A/a").await.results();
    let mut ends = column(&edges, "to_id");
    ends.sort();
    assert_eq!(ends, ["b", "c"]);
    global(&server, "ALTER EDGE e ADD FROM (B) TO (A) ATTRIBUTE (z INT DEFAULT 3);").await;
    let edges = server.get("/graph/g/edges/B/b").await.results();
    assert_eq!(edges[0]["attributes"], json!({"w": 5, "z": 3}));
    let schema = server.gsql(reqwest::Method::GET, "/gsql/v1/schema/edges/e", "").await.results();
    assert!(schema["EdgePairs"].as_array().unwrap().len() > 4, "{schema}");
}

#[tokio::test]
async fn dropping_an_edge_type_deletes_its_edges_only() {
    let server = start(
        "CREATE VERTEX V (PRIMARY_ID id STRING) \
         CREATE DIRECTED EDGE e (FROM V, TO V) WITH REVERSE_EDGE=\"back\" \
         CREATE UNDIRECTED EDGE u (FROM V, TO V) CREATE GRAPH g (*)",
    )
    .await;
    server
        .upsert(&json!({"edges": {"V": {"a": {
            "e": {"V": {"b": {}}}, "u": {"V": {"a": {}, "b": {}}},
        }}}}))
        .await;
    global(&server, "DROP EDGE e FROM GRAPH g;").await;
    assert_eq!(server.get("/graph/g/edges/V/b/back").await.code(), "REST-30000");
    server.emulator.gsql("USE GLOBAL DROP EDGE e").await.unwrap();
    let left = server.get("/graph/g/edges/V/a").await.results();
    assert_eq!(column(&left, "e_type"), ["u", "u"]);
    assert_eq!(server.get("/graph/g/vertices/V").await.results().as_array().unwrap().len(), 2);
    // A new type with the same name and swapped ends does not have the old edges.
    server.emulator.gsql("CREATE UNDIRECTED EDGE e (FROM V, TO V)").await.unwrap();
    global(&server, "ADD EDGE e TO GRAPH g;").await;
    assert_eq!(server.get("/graph/g/edges/V/a/e").await.results(), json!([]));
}
