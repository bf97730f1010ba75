//! Migration of shared types, and of local types with the same name.

use reqwest::Method;
use serde_json::json;

use super::{global, start};
use crate::support::{Server, column};

async fn start_with_shared_types() -> Server {
    let server = start(
        "CREATE VERTEX V (PRIMARY_ID id STRING, x INT) CREATE VERTEX W (PRIMARY_ID id STRING) \
         CREATE DIRECTED EDGE e (FROM V, TO W) WITH REVERSE_EDGE=\"back\" \
         CREATE GRAPH g (*) CREATE GRAPH h (V, W, e) CREATE GRAPH other (W)",
    )
    .await;
    server
        .upsert(&json!({
            "vertices": {"V": {"v": {"x": {"value": 1}}}},
            "edges": {"V": {"v": {"e": {"W": {"w": {}}}}}},
        }))
        .await;
    server
}

async fn version(server: &Server, graph: &str) -> serde_json::Value {
    let path = format!("/graph/{graph}/vertices/W");
    server.get(&path).await.json()["version"]["schema"].clone()
}

#[tokio::test]
async fn a_change_of_a_shared_type_changes_each_graph() {
    let server = start_with_shared_types().await;
    global(&server, "ALTER VERTEX V ADD ATTRIBUTE (y STRING DEFAULT \"x\");").await;
    for graph in ["g", "h"] {
        let vertex = server.get(&format!("/graph/{graph}/vertices/V/v")).await.results();
        assert_eq!(vertex[0]["attributes"], json!({"x": 1, "y": "x"}), "{graph}");
        assert_eq!(version(&server, graph).await, 1);
    }
    assert_eq!(version(&server, "other").await, 0, "a graph without the type is as it was");
}

#[tokio::test]
async fn a_type_removed_from_a_graph_remains_in_the_others() {
    let server = start_with_shared_types().await;
    global(&server, "DROP EDGE e FROM GRAPH h; DROP VERTEX V FROM GRAPH h;").await;
    assert_eq!(server.get("/graph/h/vertices/V").await.code(), "REST-30000");
    let edges = server.get("/graph/g/edges/V/v").await.results();
    assert_eq!(column(&edges, "to_id"), ["w"]);
    assert_eq!(column(&server.get("/graph/h/vertices/W").await.results(), "v_id"), ["w"]);
    assert_eq!((version(&server, "g").await, version(&server, "h").await), (json!(0), json!(1)));
    // Its data is visible again when the type is added again.
    global(&server, "ADD VERTEX V TO GRAPH h; ADD EDGE e TO GRAPH h;").await;
    let edges = server.get("/graph/h/edges/W/w/back").await.results();
    assert_eq!(column(&edges, "to_id"), ["v"]);
}

#[tokio::test]
async fn dropping_a_graph_drops_its_local_types_only() {
    let server = start_with_shared_types().await;
    let script = "USE GRAPH h CREATE SCHEMA_CHANGE JOB j FOR GRAPH h { \
                  ADD VERTEX L (PRIMARY_ID id STRING); ADD UNDIRECTED EDGE lv (FROM L, TO V); } \
                  RUN SCHEMA_CHANGE JOB j";
    server.emulator.gsql(script).await.unwrap();
    let body = json!({"edges": {"L": {"l": {"lv": {"V": {"v": {}}}}}}}).to_string();
    server.rest(Method::POST, "/graph/h", &body).await.results();
    server.emulator.gsql("DROP GRAPH h").await.unwrap();
    assert_eq!(server.get("/graph/h/vertices/V").await.code(), "REST-1004");
    let edges = server.get("/graph/g/edges/V/v").await.results();
    assert_eq!(column(&edges, "e_type"), ["e"]);
    let vertices = server.gsql(Method::GET, "/gsql/v1/schema/vertices", "").await.results();
    assert_eq!(column(&vertices, "Name"), ["V", "W"]);
}

#[tokio::test]
async fn local_types_with_the_same_name_are_different_types() {
    let server = start("CREATE GRAPH g () CREATE GRAPH h ()").await;
    for (graph, attribute) in [("g", "a INT"), ("h", "b STRING")] {
        let script = format!(
            "USE GRAPH {graph} CREATE SCHEMA_CHANGE JOB j FOR GRAPH {graph} {{ ADD VERTEX L \
             (PRIMARY_ID id STRING, {attribute}); }} RUN SCHEMA_CHANGE JOB j DROP JOB j"
        );
        server.emulator.gsql(&script).await.unwrap();
        let body = json!({"vertices": {"L": {graph: {}}}}).to_string();
        server.rest(Method::POST, &format!("/graph/{graph}"), &body).await.results();
    }
    super::local(&server, "ALTER VERTEX L ADD ATTRIBUTE (c BOOL);").await;
    let of = async |graph: &str| server.get(&format!("/graph/{graph}/vertices/L")).await.results();
    assert_eq!(of("g").await[0]["attributes"], json!({"a": 0, "c": false}));
    assert_eq!(of("h").await[0]["attributes"], json!({"b": ""}));
    super::local(&server, "DROP VERTEX L;").await;
    assert_eq!(column(&of("h").await, "v_id"), ["h"]);
}
