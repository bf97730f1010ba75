//! Requests with a graph that does not own the object. Clients always send the graph that they are
//! connected to.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::support::{Server, column};

#[tokio::test]
async fn a_request_with_a_graph_never_drops_a_global_type() {
    let server = Server::start(Generation::V4).await;
    let gsql = json!({"gsql": ["CREATE VERTEX A (PRIMARY_ID id STRING)",
        "CREATE VERTEX B (PRIMARY_ID id STRING)"]});
    server.success_message(Method::POST, "schema/vertices?gsql=true", gsql).await;
    let done = server.success_message(Method::DELETE, "schema/vertices?vertex=A&graph=g", "").await;
    assert_eq!(done, "Vertices [A] deleted successfully.");
    let rejected =
        server.error_message(Method::DELETE, "schema/vertices?vertex=C&graph=g", "").await;
    assert!(rejected.contains("'C' does not exist in graph 'g'"), "{rejected}");
    let add = json!({"addVertices": ["A"]});
    server.success_message(Method::POST, "schema/vertices?graph=g", add).await;
    server.success_message(Method::DELETE, "schema/vertices?vertex=A&graph=g", "").await;
    let left = server.gsql(Method::GET, "/gsql/v1/schema/vertices", "").await.results();
    let left = column(&left, "Name");
    assert!(["A", "B"].iter().all(|it| left.contains(&(*it).to_owned())), "{left:?}");
    server.success_message(Method::DELETE, "schema/vertices?vertex=A", "").await;
    let left = server.gsql(Method::GET, "/gsql/v1/schema/vertices", "").await.results();
    assert!(!column(&left, "Name").contains(&"A".to_owned()), "without a graph, it is dropped");
}

#[tokio::test]
async fn a_data_source_of_a_graph_is_found_by_its_name_alone() {
    let server = Server::start(Generation::V4).await;
    server
        .success_message(
            Method::POST,
            "schema/graphs?gsql=true",
            json!({"gsql": "CREATE GRAPH h ()"}),
        )
        .await;
    let source = json!({"name": "s", "config": {"type": "s3"}});
    server.success_message(Method::POST, "data-sources?graph=g", source).await;
    let get = async |path: &str| server.gsql(Method::GET, &format!("/gsql/v1/{path}"), "").await;
    assert_eq!(get("data-sources/s").await.results()["type"], "S3");
    assert_eq!(column(&get("data-sources").await.results(), "name"), ["s"]);
    assert_eq!(get("data-sources?graph=h").await.results(), json!([]));
    let rejected = server.error_message(
        Method::POST,
        "data-sources/grant",
        json!({"graphs": ["h"], "datasource": "s"}),
    );
    assert!(rejected.await.contains("does not exist"), "it is not a global one");
    server.success_message(Method::DELETE, "data-sources/s", "").await;
    assert_eq!(get("data-sources").await.results(), json!([]));
}
