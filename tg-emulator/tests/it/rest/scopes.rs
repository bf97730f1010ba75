//! Clients name the graph that they are connected to, whether or not it is what they mean.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::support::{Server, column};

#[tokio::test]
async fn a_global_type_that_the_graph_lacks_is_dropped_for_good() {
    let server = Server::start(Generation::V4).await;
    let gsql = json!({"gsql": ["CREATE VERTEX A (PRIMARY_ID id STRING)",
        "CREATE VERTEX B (PRIMARY_ID id STRING)"]});
    server.done(Method::POST, "schema/vertices?gsql=true", gsql).await;
    let done = server.done(Method::DELETE, "schema/vertices?vertex=A&graph=g", "").await;
    assert_eq!(done, "Vertices [A] deleted successfully.");
    let refused = server.refused(Method::DELETE, "schema/vertices?vertex=A,B&graph=g", "").await;
    assert!(refused.contains("'A' does not exist in graph 'g'"), "{refused}");
    let left = server.gsql(Method::GET, "/gsql/v1/schema/vertices", "").await.results();
    let left = column(&left, "Name");
    assert!(!left.contains(&"A".to_owned()) && left.contains(&"B".to_owned()), "{left:?}");
}

#[tokio::test]
async fn a_data_source_of_a_graph_is_found_by_its_name_alone() {
    let server = Server::start(Generation::V4).await;
    server
        .done(Method::POST, "schema/graphs?gsql=true", json!({"gsql": "CREATE GRAPH h ()"}))
        .await;
    let source = json!({"name": "s", "config": {"type": "s3"}});
    server.done(Method::POST, "data-sources?graph=g", source).await;
    let get = async |path: &str| server.gsql(Method::GET, &format!("/gsql/v1/{path}"), "").await;
    assert_eq!(get("data-sources/s").await.results()["type"], "S3");
    assert_eq!(column(&get("data-sources").await.results(), "name"), ["s"]);
    assert_eq!(get("data-sources?graph=h").await.results(), json!([]));
    let refused = server.refused(
        Method::POST,
        "data-sources/grant",
        json!({"graphs": ["h"], "datasource": "s"}),
    );
    assert!(refused.await.contains("does not exist"), "it is not a global one");
    server.done(Method::DELETE, "data-sources/s", "").await;
    assert_eq!(get("data-sources").await.results(), json!([]));
}
