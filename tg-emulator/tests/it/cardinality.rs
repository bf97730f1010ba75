//! The optimizer's statistics of 4.x, and what is refused beside them.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tg_emulator::Generation;

use crate::support::Server;

const PATH: &str = "/gsql/v1/stats/cardinality";

async fn shown(server: &Server) -> Value {
    server.gsql(Method::GET, &format!("{PATH}?graph=g"), "").await.results()
}

#[tokio::test]
async fn cardinalities_are_counted_kept_and_deleted() {
    let server = Server::start(Generation::V4).await;
    let people = json!({"vertices": {"Person": {"a": {}, "b": {}}, "Depot": {"1": {}}},
        "edges": {"Person": {"a": {"WorksAt": {"Depot": {"1": {}}}}}}});
    server.upsert(&people).await;
    let counted = shown(&server).await;
    let has = |counts: &Value, one: Value| counts.as_array().unwrap().contains(&one);
    assert!(has(&counted["vertex_counts"], json!({"count": 2, "type": "Person"})), "{counted}");
    assert!(has(&counted["vertex_counts"], json!({"count": 0, "type": "Flat"})), "{counted}");
    let works =
        |count: u64| json!({"count": count, "type": "WorksAt", "from": "Person", "to": "Depot"});
    assert!(has(&counted["edge_counts"], works(1)), "{counted}");

    let done = server.done(Method::POST, "stats/cardinality?graph=g&vertex=Person", "").await;
    assert_eq!(done, "successfully persisted statistics");
    server.upsert(&json!({"vertices": {"Person": {"c": {}}}})).await;
    let kept = json!([{"count": 2, "type": "Person"}]);
    assert_eq!(shown(&server).await, json!({"vertex_counts": kept, "edge_counts": []}));
    let given = json!({"edge_counts": [works(70)]});
    server.done(Method::POST, "stats/cardinality?graph=g", given).await;
    assert_eq!(shown(&server).await, json!({"vertex_counts": kept, "edge_counts": [works(70)]}));
    let unknown = json!({"vertex_counts": [{"count": 1, "type": "Nobody"}]});
    let refused = server.refused(Method::POST, "stats/cardinality?graph=g", unknown).await;
    assert_eq!(refused, "The vertex type 'Nobody' does not exist.");

    let done = server.done(Method::DELETE, "stats/cardinality?graph=g", "").await;
    assert_eq!(done, "successfully deleted statistics");
    let person = json!({"count": 3, "type": "Person"});
    assert!(has(&shown(&server).await["vertex_counts"], person));
    let refused = server.refused(Method::GET, "stats/cardinality?graph=x", "").await;
    assert_eq!(refused, "Graph 'x' does not exist.");
    server.refused(Method::GET, "stats/cardinality", "").await;
}

#[tokio::test]
async fn scim_is_refused_in_words() {
    let server = Server::start(Generation::V4).await;
    let answer = server.gsql(Method::GET, "/gsql/scim/v2/Users", "").await;
    assert_eq!(answer.status, StatusCode::NOT_IMPLEMENTED);
    assert!(answer.error().1.contains("/gsql/v1/users"), "{}", answer.text);
}
