//! Added and dropped attributes and types.
use serde_json::json;
use tg_emulator::Emulator;

use crate::support::{BOTH, Server, column};

async fn start() -> Server {
    let builder = Emulator::builder().gsql(
        "CREATE GRAPH g() \
         CREATE SCHEMA_CHANGE JOB first FOR GRAPH g { \
           ADD VERTEX A (PRIMARY_ID id STRING, x INT, y STRING); \
           ADD VERTEX B (k INT, n INT PRIMARY KEY); \
           ADD DIRECTED EDGE E (FROM A, TO B, w INT) WITH REVERSE_EDGE=\"back\"; } \
         RUN SCHEMA_CHANGE JOB first",
    );
    let server = Server::with(builder).await;
    server
        .upsert(&json!({
            "vertices": {"A": {"a": {"x": {"value": 1}, "y": {"value": "old"}}},
                "B": {"5": {"k": {"value": 50}}}},
            "edges": {"A": {"a": {"E": {"B": {"5": {"w": {"value": 7}}}}}}},
        }))
        .await;
    server
}

async fn change(server: &Server, changes: &str) {
    let script = format!(
        "USE GRAPH g CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {{ {changes} }} \
         RUN SCHEMA_CHANGE JOB j DROP JOB j"
    );
    let output = server.emulator.gsql(&script).await.unwrap();
    assert!(output.contains("Local schema change succeeded"), "{output}");
}

#[tokio::test]
async fn other_attributes_are_not_affected_by_added_and_dropped_ones() {
    let server = start().await;
    change(
        &server,
        "ALTER VERTEX A ADD ATTRIBUTE (z DOUBLE DEFAULT 2.5); ALTER VERTEX A DROP ATTRIBUTE (x); \
         ALTER VERTEX B DROP ATTRIBUTE (k); ALTER EDGE E ADD ATTRIBUTE (note STRING);",
    )
    .await;
    let a = server.get("/graph/g/vertices/A").await.results();
    assert_eq!(a[0]["attributes"], json!({"y": "old", "z": 2.5}));
    let b = server.get("/graph/g/vertices/B/5").await.results();
    assert_eq!(b[0]["attributes"], json!({"n": 5}));
    let edge = server.get("/graph/g/edges/B/5").await.results();
    assert_eq!(edge[0]["attributes"], json!({"w": 7, "note": ""}));
}

#[tokio::test]
async fn dropping_a_type_deletes_its_data() {
    let server = start().await;
    change(&server, "DROP EDGE E; DROP VERTEX B;").await;
    assert_eq!(server.get("/graph/g/edges/A/a").await.results(), json!([]));
    assert_eq!(server.get("/graph/g/vertices/B").await.code(), "REST-30000");
    change(&server, "ADD VERTEX B (n INT PRIMARY KEY);").await;
    assert_eq!(server.get("/graph/g/vertices/B").await.results(), json!([]));
}

#[tokio::test]
async fn a_failed_change_changes_nothing() {
    let server = start().await;
    let output = server
        .emulator
        .gsql(
            "USE GRAPH g CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { \
             ALTER VERTEX A DROP ATTRIBUTE (x); ALTER VERTEX A DROP ATTRIBUTE (nope); } \
             RUN SCHEMA_CHANGE JOB j",
        )
        .await;
    let output = output.unwrap_err().output;
    assert!(output.contains("Local schema change failed!"), "{output}");
    let a = server.get("/graph/g/vertices/A").await.results();
    assert_eq!(a[0]["attributes"], json!({"x": 1, "y": "old"}));
    assert_eq!(server.get("/graph/g/vertices/A").await.json()["version"]["schema"], 1);
}

#[tokio::test]
async fn global_types_are_shared_by_their_graphs() {
    let builder = Emulator::builder()
        .generation(BOTH[1])
        .gsql("CREATE VERTEX V (PRIMARY_ID id STRING) CREATE GRAPH g(*) CREATE GRAPH h(V)");
    let server = Server::with(builder).await;
    server.upsert(&json!({"vertices": {"V": {"v": {}}}})).await;
    assert_eq!(column(&server.get("/graph/h/vertices/V").await.results(), "v_id"), ["v"]);
    let output = server.emulator.gsql("CLEAR GRAPH STORE -HARD").await.unwrap();
    assert!(output.contains("Successfully cleared graph store"), "{output}");
    assert_eq!(server.get("/graph/h/vertices/V").await.results(), json!([]));
}
