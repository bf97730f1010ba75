//! Graphs, and the whole catalog.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::support::{BOTH, Server, column};

async fn graphs(server: &Server) -> Vec<String> {
    let listed = server.gsql(Method::GET, "/gsql/v1/schema/graphs", "").await.json();
    column(&listed["graphs"], "graphName")
}

#[tokio::test]
async fn graphs_are_made_by_statement_or_list() {
    let server = Server::start(Generation::V4).await;
    let post = async |path: &str, body: serde_json::Value| {
        server.done(Method::POST, &format!("schema/graphs?{path}"), body).await
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

    let refused = server
        .refused(Method::POST, "schema/graphs?gsql=true", json!({"gsql": "CREATE GRAPH a (*)"}))
        .await;
    assert!(refused.starts_with("The graph a could not be created! "), "{refused}");
    let refused = server.refused(Method::POST, "schema/graphs", "{}").await;
    assert_eq!(refused, "The parameter graphName is missing.");
}

#[tokio::test]
async fn graphs_are_dropped() {
    let server = Server::start(Generation::V4).await;
    let script = "USE GLOBAL CREATE GRAPH a (*) CREATE GRAPH b (*) CREATE GRAPH c (*) CREATE GRAPH d (*)\
                  CREATE QUERY q() FOR GRAPH a { PRINT 1; }";
    server.emulator.gsql(script).await.unwrap();
    let refused = server.refused(Method::DELETE, "schema/graphs/a", "").await;
    assert!(refused.contains("the graph a has queries [q]"), "{refused}");
    let refused = server.refused(Method::DELETE, "schema/graphs?graphNames=b,a", "").await;
    assert!(refused.contains("the graph a has queries [q]"), "{refused}");
    assert_eq!(graphs(&server).await, ["g", "a", "b", "c", "d"], "all of them or none");
    let done = server.done(Method::DELETE, "schema/graphs/a?cascade=true", "").await;
    assert_eq!(done, "Successfully dropped graph: a.");
    let done = server.done(Method::DELETE, "schema/graphs?graphNames=b,c", "").await;
    assert_eq!(done, "Successfully dropped graphs: [b, c].");
    let refused = server.refused(Method::DELETE, "schema/graphs/nope", "").await;
    assert_eq!(refused, "Graph 'nope' does not exist.");
    let done = server.done(Method::DELETE, "schema/graphs?graphNames=all", "").await;
    assert_eq!(done, "Successfully dropped graphs: [g, d].");
    assert!(graphs(&server).await.is_empty());
}

#[tokio::test]
async fn the_whole_catalog() {
    let server = Server::start(Generation::V4).await;
    server.upsert(&json!({"vertices": {"Depot": {"1": {}}}})).await;
    let done = server.done(Method::POST, "schema/check", "").await;
    assert_eq!(done, "Schema Check succeeded.");
    assert_eq!(server.done(Method::POST, "schema/recover", "").await, "Recover schema succeed!");
    let done = server.done(Method::GET, "clear-store", "").await;
    assert_eq!(done, "Successfully cleared graph store.");
    assert_eq!(server.get("/graph/g/vertices/Depot").await.results(), json!([]));
    assert_eq!(server.done(Method::GET, "drop-all", "").await, "Successfully dropped all.");
    assert!(graphs(&server).await.is_empty());
    let vertices = server.gsql(Method::GET, "/gsql/v1/schema/vertices", "").await.results();
    assert_eq!(vertices, json!([]));
}

#[tokio::test]
async fn the_store_of_3_is_cleared() {
    for method in [Method::GET, Method::POST] {
        let server = Server::start(BOTH[0]).await;
        server.upsert(&json!({"vertices": {"Depot": {"1": {}}}})).await;
        let cleared = server.gsql(method, "/gsqlserver/gsql/clear-store", "").await.json();
        assert_eq!(cleared["message"], "Successfully cleared graph store.");
        assert_eq!(server.get("/graph/g/vertices/Depot").await.results(), json!([]));
    }
}
