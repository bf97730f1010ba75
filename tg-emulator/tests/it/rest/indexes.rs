//! Indexes.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::support::Server;

#[tokio::test]
async fn indexes_are_created_and_dropped() {
    let server = Server::start(Generation::V4).await;
    let get = async |path: &str| {
        server.gsql(Method::GET, &format!("/gsql/v1/schema/indexes{path}"), "").await
    };
    assert_eq!(get("").await.results(), json!([]));
    let body = json!({"vertex": "Depot", "addIndexAttributes": [
        {"indexName": "cityIndex", "attributeName": "city"}]});
    let done = server.success_message(Method::POST, "schema/indexes?graph=g", &body).await;
    assert_eq!(done, "Successfully add index cityIndex on attribute city\n");
    let index = json!({"index": "cityIndex", "attribute": "city"});
    assert_eq!(get("?graph=g").await.results(), json!([{"Depot": [index]}]));
    assert_eq!(get("/cityIndex").await.results(), index);
    let schema = server.gsql(Method::GET, "/gsql/v1/schema/graphs/g", "").await.results();
    assert_eq!(schema["VertexTypes"][1]["Attributes"][0]["IndexName"], "cityIndex");
    // The list of types does not contain indexes.
    let listed = server.emulator.gsql("SHOW VERTEX Depot").await.unwrap();
    assert!(!listed.contains("cityIndex"), "{listed}");

    let rejected = server.error_message(Method::POST, "schema/indexes", &body).await;
    assert!(
        rejected.starts_with("Failed to add indexes on Depot. Semantic Check Fails: "),
        "{rejected}"
    );
    assert_eq!(get("/nope").await.error().1, "The index nope does not exist.");
    let done =
        server.success_message(Method::DELETE, "schema/indexes/cityIndex?vertex=Depot", "").await;
    assert!(done.starts_with("Successfully drop index"), "{done}");
    server.error_message(Method::DELETE, "schema/indexes/cityIndex?vertex=Depot", "").await;
    server.success_message(Method::POST, "schema/indexes", body).await;
    server.success_message(Method::DELETE, "schema/indexes?vertex=Depot&index=cityIndex", "").await;
    let rejected = server.error_message(Method::DELETE, "schema/indexes/cityIndex", "").await;
    assert_eq!(rejected, "The parameter vertex is missing.");
    assert_eq!(get("").await.results(), json!([]));
}
