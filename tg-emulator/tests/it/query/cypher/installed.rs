//! Queries in openCypher are created, installed, listed, described and run as others.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::query::with_people;
use crate::support::BOTH;

const QUERY: &str = "CREATE OR REPLACE DISTRIBUTED OPENCYPHER QUERY older(INT least = 35, \
     SET<STRING> cities) FOR GRAPH g {\n  MATCH (p:Person)-[:WorksAt]->(d:Depot)\n  \
     WHERE p.age >= $least AND d.city IN $cities\n  RETURN p.age AS age, d.city AS city\n}";

#[tokio::test]
async fn an_installed_query_runs_by_rest() {
    for generation in BOTH {
        let server = with_people(generation).await;
        let script = format!("USE GRAPH g\n{QUERY}\nINSTALL QUERY older\n");
        let output = server.emulator.gsql(&script).await.unwrap();
        assert!(output.contains("Successfully created queries: [older]."), "{output}");
        let results = server.get("/query/g/older?cities=Bonn&cities=Kiel").await.results();
        assert_eq!(results, json!([{"Result_Table": [{"age": 40, "city": "Bonn"}]}]));
        let body = json!({"least": 20, "cities": ["Kiel"]});
        let results = server.post("/query/g/older", &body).await.results();
        assert_eq!(results, json!([{"Result_Table": [{"age": 30, "city": "Kiel"}]}]));
    }
}

#[tokio::test]
async fn the_shell_and_the_signature_describe_it() {
    let server = with_people(Generation::V4).await;
    server.emulator.gsql(&format!("USE GRAPH g\n{QUERY}\nINSTALL QUERY older\n")).await.unwrap();
    let text = server.emulator.gsql("USE GRAPH g SHOW QUERY older").await.unwrap();
    assert!(text.contains("RETURN p.age AS age, d.city AS city"), "{text}");
    let names = server.gsql(Method::GET, "/gsql/v1/queries?graph=g", "").await.results();
    assert_eq!(names, json!(["older"]));
    let path = "/gsql/v1/queries/signature?graph=g&queryName=older";
    let signature = server.gsql(Method::GET, path, "").await.json();
    assert_eq!(signature["input"], json!([{"least": "int"}, {"cities": "set<string>"}]));
}

#[tokio::test]
async fn a_parameter_is_null_if_the_query_tests_it() {
    let server = with_people(Generation::V4).await;
    let query = "CREATE OPENCYPHER QUERY q(INT age, VERTEX<Person> p) FOR GRAPH g {
        MATCH (q:Person) WHERE ($age IS NULL OR q.age = $age) AND q <> $p
        RETURN q ORDER BY q }";
    server.emulator.gsql(&format!("USE GRAPH g\n{query}\nINSTALL QUERY q\n")).await.unwrap();
    let results = server.get("/query/g/q?p=ann&age=50").await.results();
    assert_eq!(results, json!([{"Result_Table": [{"q": "cid"}]}]));
    let results = server.get("/query/g/q?p=ann").await.results();
    assert_eq!(results, json!([{"Result_Table": [{"q": "bob"}, {"q": "cid"}]}]));
    let (_, message) = server.get("/query/g/q?age=50").await.error();
    assert_eq!(message, "Runtime Error: Parameter p is NULL.");
}
