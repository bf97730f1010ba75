//! Malformed bodies. Each must be rejected without a change.

use reqwest::Method;
use serde_json::Value;
use tg_emulator::Generation;

use crate::support::Server;

#[tokio::test]
async fn every_endpoint_rejects_malformed_bodies() {
    let server = Server::start(Generation::V4).await;
    let before = server.gsql(Method::GET, "/gsql/v1/schema/graphs/g", "").await.results();
    let bodies = [
        "",
        "{",
        "[]",
        "5",
        "null",
        "\"CREATE VERTEX A (PRIMARY_ID id INT)\"",
        "{\"gsql\": 5}",
        "{\"gsql\": \"CREATE\"}",
        "{\"gsql\": \"\"}",
        "{\"gsql\": []}",
        "{\"createVertices\": [5], \"createEdges\": [{}], \"addVertices\": [5], \"addEdges\": 5}",
        "{\"createVertices\": [{\"Name\": \"A B\"}], \"createEdges\": [{\"Name\": \"e\"}]}",
        "{\"addVertexTypes\": [5]}",
        "{\"addEdgeTypes\": [{\"Name\": \"e\", \"IsDirected\": true}]}",
        "{\"dropVertexTypes\": [\"A; DROP ALL\"]}",
        "{\"alterVertexTypes\": [{\"name\": \"Person\", \"dropAttributes\": [\"a) b (\"]}]}",
        "{\"graphs\": [{\"graphName\": \"g {\"}]}",
        "{\"vertex\": \"Depot\"}",
        "{\"tuples\": [{\"Name\": \"t\"}]}",
        "\u{0}",
        "{\"a\": [[[[[[[[[[[[[[[[[[[[",
    ];
    let paths = [
        (Method::POST, "schema/vertices?gsql=true"),
        (Method::POST, "schema/vertices"),
        (Method::POST, "schema/vertices?graph=g"),
        (Method::POST, "schema/edges?gsql=true"),
        (Method::POST, "schema/edges"),
        (Method::POST, "schema/edges?graph=g"),
        (Method::POST, "schema/graphs?gsql=true"),
        (Method::POST, "schema/indexes"),
        (Method::POST, "schema/jobs/J?gsql=true&graph=g"),
        (Method::POST, "udt/tuples"),
        (Method::POST, "queries?graph=g"),
        (Method::POST, "loading-jobs?graph=g"),
        (Method::POST, "data-sources"),
        (Method::POST, "data-sources/grant"),
    ];
    let endpoints = paths.iter().flat_map(|path| bodies.map(|body| (path, body)));
    for ((method, path), body) in endpoints {
        let url = format!("/gsql/v1/{path}");
        let answer = server.gsql(method.clone(), &url, body).await;
        let json: Value = answer.json();
        assert_eq!(json["error"], true, "{path} {body}: {json}");
        assert!(!json["message"].as_str().unwrap().is_empty(), "{path} {body}: {json}");
    }
    // These endpoints accept some of the bodies and change nothing.
    for path in ["schema/change?graph=g", "schema/change", "schema/vertices/Person"] {
        let method = if path.contains("change") { Method::POST } else { Method::PUT };
        for body in bodies {
            let answer = server.gsql(method.clone(), &format!("/gsql/v1/{path}"), body).await;
            assert!(answer.json()["error"].is_boolean(), "{path} {body}");
        }
    }
    let after = server.gsql(Method::GET, "/gsql/v1/schema/graphs/g", "").await.results();
    assert_eq!(before, after);
}

#[tokio::test]
async fn an_error_in_a_body_has_its_position() {
    let server = Server::start(Generation::V4).await;
    let body = r#"{"addVertexTypes": [{"Name": "V", "PrimaryId": {"AttributeName": "id",
        "AttributeType": {"Name": "STRING"}}, "Attributes": [{"AttributeName": "a",
        "AttributeType": {"Name": "LIST", "ValueTypeName": "BOOL"}}]}]}"#;
    let rejected = server.error_message(Method::POST, "schema/change?graph=g", body).await;
    assert_eq!(
        rejected,
        "The request body is invalid at Attributes[0].AttributeType.ValueTypeName: BOOL cannot \
         be in a collection; elements are INT, DOUBLE, STRING, DATETIME or tuples."
    );
}

#[tokio::test]
async fn names_in_a_path_are_not_executed_as_statements() {
    let server = Server::start(Generation::V4).await;
    for path in [
        "schema/vertices/A%20DROP%20ALL",
        "schema/vertices?vertex=A%20DROP%20ALL",
        "schema/edges/a%7D%20DROP%20ALL?graph=g",
        "schema/graphs/g%20DROP%20ALL",
        "schema/graphs?graphNames=g%20DROP%20ALL",
        "schema/indexes/i%3B?vertex=Depot",
        "udt/tuples/t%20DROP%20ALL",
    ] {
        server.error_message(Method::DELETE, path, "").await;
    }
    let created = "schema/graphs?graphName=x%20DROP%20ALL";
    server.error_message(Method::POST, created, "{}").await;
    let graph = server.gsql(Method::GET, "/gsql/v1/schema/graphs/g", "").await.results();
    assert_eq!(graph["VertexTypes"].as_array().unwrap().len(), 4);
}
