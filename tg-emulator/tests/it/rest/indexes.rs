//! Indexes.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::support::Server;

#[tokio::test]
async fn indexes_come_and_go() {
    let server = Server::start(Generation::V4).await;
    let get = async |path: &str| {
        server.gsql(Method::GET, &format!("/gsql/v1/schema/indexes{path}"), "").await
    };
    assert_eq!(get("").await.results(), json!([]));
    let body = json!({"vertex": "Depot", "addIndexAttributes": [
        {"indexName": "cityIndex", "attributeName": "city"}]});
    let done = server.done(Method::POST, "schema/indexes?graph=g", &body).await;
    assert_eq!(done, "Successfully add index cityIndex on attribute city\n");
    let shown = json!({"index": "cityIndex", "attribute": "city"});
    assert_eq!(get("?graph=g").await.results(), json!([{"Depot": [shown]}]));
    assert_eq!(get("/cityIndex").await.results(), shown);
    let schema = server.gsql(Method::GET, "/gsql/v1/schema/graphs/g", "").await.results();
    assert_eq!(schema["VertexTypes"][1]["Attributes"][0]["IndexName"], "cityIndex");
    // Not where types are shown.
    let listed = server.emulator.gsql("SHOW VERTEX Depot").await.unwrap();
    assert!(!listed.contains("cityIndex"), "{listed}");

    let refused = server.refused(Method::POST, "schema/indexes", &body).await;
    assert!(
        refused.starts_with("Failed to add indexes on Depot. Semantic Check Fails: "),
        "{refused}"
    );
    assert_eq!(get("/nope").await.error().1, "The index nope does not exist.");
    let done = server.done(Method::DELETE, "schema/indexes/cityIndex?vertex=Depot", "").await;
    assert!(done.starts_with("Successfully drop index"), "{done}");
    server.refused(Method::DELETE, "schema/indexes/cityIndex?vertex=Depot", "").await;
    server.done(Method::POST, "schema/indexes", body).await;
    server.done(Method::DELETE, "schema/indexes?vertex=Depot&index=cityIndex", "").await;
    let refused = server.refused(Method::DELETE, "schema/indexes/cityIndex", "").await;
    assert_eq!(refused, "The parameter vertex is missing.");
    assert_eq!(get("").await.results(), json!([]));
}
