//! The statistics of the optimizer of 4.x, and the rejection of SCIM.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tg_emulator::Generation;

use crate::support::Server;

const PATH: &str = "/gsql/v1/stats/cardinality";

async fn cardinalities(server: &Server) -> Value {
    server.gsql(Method::GET, &format!("{PATH}?graph=g"), "").await.results()
}

#[tokio::test]
async fn cardinalities_are_counted_stored_and_deleted() {
    let server = Server::start(Generation::V4).await;
    let people = json!({"vertices": {"Person": {"a": {}, "b": {}}, "Depot": {"1": {}}},
        "edges": {"Person": {"a": {"WorksAt": {"Depot": {"1": {}}}}}}});
    server.upsert(&people).await;
    let counted = cardinalities(&server).await;
    let has = |counts: &Value, one: Value| counts.as_array().unwrap().contains(&one);
    assert!(has(&counted["vertex_counts"], json!({"count": 2, "type": "Person"})), "{counted}");
    assert!(has(&counted["vertex_counts"], json!({"count": 0, "type": "Flat"})), "{counted}");
    let works =
        |count: u64| json!({"count": count, "type": "WorksAt", "from": "Person", "to": "Depot"});
    assert!(has(&counted["edge_counts"], works(1)), "{counted}");

    let done =
        server.success_message(Method::POST, "stats/cardinality?graph=g&vertex=Person", "").await;
    assert_eq!(done, "successfully persisted statistics");
    server.upsert(&json!({"vertices": {"Person": {"c": {}}}})).await;
    let kept = json!([{"count": 2, "type": "Person"}]);
    assert_eq!(cardinalities(&server).await, json!({"vertex_counts": kept, "edge_counts": []}));
    let given = json!({"edge_counts": [works(70)]});
    server.success_message(Method::POST, "stats/cardinality?graph=g", given).await;
    assert_eq!(
        cardinalities(&server).await,
        json!({"vertex_counts": kept, "edge_counts": [works(70)]})
    );
    let unknown = json!({"vertex_counts": [{"count": 1, "type": "Nobody"}]});
    let rejected = server.error_message(Method::POST, "stats/cardinality?graph=g", unknown).await;
    assert_eq!(rejected, "The vertex type 'Nobody' does not exist.");

    let done = server.success_message(Method::DELETE, "stats/cardinality?graph=g", "").await;
    assert_eq!(done, "successfully deleted statistics");
    let person = json!({"count": 3, "type": "Person"});
    assert!(has(&cardinalities(&server).await["vertex_counts"], person));
    let rejected = server.error_message(Method::GET, "stats/cardinality?graph=x", "").await;
    assert_eq!(rejected, "Graph 'x' does not exist.");
    server.error_message(Method::GET, "stats/cardinality", "").await;
}

#[tokio::test]
async fn scim_is_rejected_with_an_explanation() {
    let server = Server::start(Generation::V4).await;
    let answer = server.gsql(Method::GET, "/gsql/scim/v2/Users", "").await;
    assert_eq!(answer.status, StatusCode::NOT_IMPLEMENTED);
    assert!(answer.error().1.contains("/gsql/v1/users"), "{}", answer.text);
}
