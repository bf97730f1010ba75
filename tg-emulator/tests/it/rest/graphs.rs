//! Graphs and the whole catalog.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::support::{BOTH, Server, column};

async fn graphs(server: &Server) -> Vec<String> {
    let listed = server.gsql(Method::GET, "/gsql/v1/schema/graphs", "").await.json();
    column(&listed["graphs"], "graphName")
}

#[tokio::test]
async fn graphs_are_created_by_statement_or_list() {
    let server = Server::start(Generation::V4).await;
    let post = async |path: &str, body: serde_json::Value| {
        server.success_message(Method::POST, &format!("schema/graphs?{path}"), body).await
    };
    let done = post("gsql=true&graphName=a", json!({"gsql": "create graph a(*)"})).await;
    assert_eq!(done, "Successfully created graph: [a].");
    post("gsql=true", json!({"gsql": "CREATE GRAPH b (Person, Knows)"})).await;
    let body = json!({"VertexTypes": ["Person", "Depot"], "EdgeTypes": ["WorksAt"]});
    let done = post("graphName=c&gsql=false", body).await;
    assert_eq!(done, "Successfully created graph: [c].");
    post("graphName=d", json!({"VertexTypes": ["*"], "EdgeTypes": ["*"]})).await;
    post("graphName=e", json!({"VertexTypes": ["Person"], "EdgeTypes": ["*"]})).await;
    post("graphName=f", json!({})).await;
    assert_eq!(graphs(&server).await, ["g", "a", "b", "c", "d", "e", "f"]);
    let edges = async |graph: &str| {
        let path = format!("/gsql/v1/schema/edges?graph={graph}");
        column(&server.gsql(Method::GET, &path, "").await.results(), "Name").join(" ")
    };
    assert_eq!(edges("c").await, "WorksAt");
    assert_eq!(edges("d").await, "WorksAt Knows Visited Owns");
    assert_eq!(edges("e").await, "Knows");
    assert_eq!(edges("f").await, "");

    let rejected = server
        .error_message(
            Method::POST,
            "schema/graphs?gsql=true",
            json!({"gsql": "CREATE GRAPH a (*)"}),
        )
        .await;
    assert!(rejected.starts_with("The graph a could not be created! "), "{rejected}");
    let rejected = server.error_message(Method::POST, "schema/graphs", "{}").await;
    assert_eq!(rejected, "The parameter graphName is missing.");
}

#[tokio::test]
async fn graphs_are_dropped() {
    let server = Server::start(Generation::V4).await;
    let script = "USE GLOBAL CREATE GRAPH a (*) CREATE GRAPH b (*) CREATE GRAPH c (*) \
                  CREATE GRAPH d (*)\
                  CREATE QUERY q() FOR GRAPH a { PRINT 1; }";
    server.emulator.gsql(script).await.unwrap();
    let rejected = server.error_message(Method::DELETE, "schema/graphs/a", "").await;
    assert!(rejected.contains("the graph a has queries [q]"), "{rejected}");
    let rejected = server.error_message(Method::DELETE, "schema/graphs?graphNames=b,a", "").await;
    assert!(rejected.contains("the graph a has queries [q]"), "{rejected}");
    assert_eq!(graphs(&server).await, ["g", "a", "b", "c", "d"], "all of them or none");
    let done = server.success_message(Method::DELETE, "schema/graphs/a?cascade=true", "").await;
    assert_eq!(done, "Successfully dropped graph: a.");
    let done = server.success_message(Method::DELETE, "schema/graphs?graphNames=b,c", "").await;
    assert_eq!(done, "Successfully dropped graphs: [b, c].");
    let rejected = server.error_message(Method::DELETE, "schema/graphs/nope", "").await;
    assert_eq!(rejected, "Graph 'nope' does not exist.");
    let done = server.success_message(Method::DELETE, "schema/graphs?graphNames=all", "").await;
    assert_eq!(done, "Successfully dropped graphs: [g, d].");
    assert!(graphs(&server).await.is_empty());
}

#[tokio::test]
async fn the_whole_catalog() {
    let server = Server::start(Generation::V4).await;
    server.upsert(&json!({"vertices": {"Depot": {"1": {}}}})).await;
    let done = server.success_message(Method::POST, "schema/check", "").await;
    assert_eq!(done, "Schema Check succeeded.");
    assert_eq!(
        server.success_message(Method::POST, "schema/recover", "").await,
        "Recover schema succeed!"
    );
    let done = server.success_message(Method::GET, "clear-store", "").await;
    assert_eq!(done, "Successfully cleared graph store.");
    assert_eq!(server.get("/graph/g/vertices/Depot").await.results(), json!([]));
    assert_eq!(
        server.success_message(Method::GET, "drop-all", "").await,
        "Successfully dropped all."
    );
    assert!(graphs(&server).await.is_empty());
    let vertices = server.gsql(Method::GET, "/gsql/v1/schema/vertices", "").await.results();
    assert_eq!(vertices, json!([]));
}

#[tokio::test]
async fn the_store_of_3x_is_cleared() {
    for method in [Method::GET, Method::POST] {
        let server = Server::start(BOTH[0]).await;
        server.upsert(&json!({"vertices": {"Depot": {"1": {}}}})).await;
        let cleared = server.gsql(method, "/gsqlserver/gsql/clear-store", "").await.json();
        assert_eq!(cleared["message"], "Successfully cleared graph store.");
        assert_eq!(server.get("/graph/g/vertices/Depot").await.results(), json!([]));
    }
}
