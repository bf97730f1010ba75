//! Queries, loading jobs and data sources over REST.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tg_emulator::Generation;

use crate::support::Server;

const QUERY: &str = "\n CREATE QUERY q(INT n) { PRINT n; }\n";

#[tokio::test]
async fn queries_are_created_listed_installed_and_dropped() {
    let server = Server::start(Generation::V4).await;
    let get =
        async |path: &str| server.gsql(Method::GET, &format!("/gsql/v1/queries{path}"), "").await;
    let done = server.success_message(Method::POST, "queries?graph=g", QUERY).await;
    assert_eq!(done, "Successfully created queries: [q].\n");
    let rejected = server.error_message(Method::POST, "queries?graph=g", QUERY).await;
    assert!(rejected.ends_with("Failed to create queries: [q].\n"), "{rejected}");
    assert_eq!(get("?graph=g").await.results(), json!(["q"]));
    let response = get("/q?graph=g").await.json();
    assert_eq!(response["queryContent"], QUERY.trim());
    assert_eq!((&response["name"], &response["status"]), (&json!("q"), &json!("VALID")));
    let info = async |path: &str| get(&format!("/info?graph=g{path}")).await.results();
    assert_eq!(info("").await[0]["installed"], false);
    let done = server.success_message(Method::GET, "queries/install?graph=g&queries=q", "").await;
    assert!(done.contains("Query installed successfully"), "{done}");
    let q = info("&query=q&status=VALID").await[0].clone();
    assert_eq!(
        (&q["name"], &q["installed"], &q["enabled"]),
        (&json!("q"), &json!(true), &json!(true))
    );
    assert_eq!(info("&status=DRAFT").await, json!([]));

    let submitted = get("/install?graph=g&queries=*&flag=-force&async=true").await.json();
    let id = submitted["requestId"].as_str().unwrap();
    let polled = get(&format!("/install/{id}")).await.json();
    assert!(polled["message"].as_str().unwrap().contains("SUCCESS"), "{polled}");
    server.error_message(Method::GET, "queries/install?graph=g&queries=q,nope", "").await;
    let rejected = server.error_message(Method::POST, "queries/q?graph=g", "{}").await;
    assert_eq!(rejected, "Runtime Error: Parameter n is NULL.");

    server
        .success_message(
            Method::POST,
            "queries?graph=g",
            "CREATE QUERY r() FOR GRAPH g { PRINT 1; }",
        )
        .await;
    let delete = async |path: &str| {
        server.gsql(Method::DELETE, &format!("/gsql/v1/queries{path}"), "").await
    };
    assert_eq!(delete("?graph=g&query=q,nope").await.status, StatusCode::NOT_FOUND);
    let dropped = delete("?graph=g&query=q&query=r").await.json();
    assert_eq!(dropped["dropped"], json!(["q", "r"]));
    assert_eq!(dropped["failedToDrop"], json!([]));
    for path in ["/q?graph=g", "/nope?graph=g"] {
        assert_eq!(delete(path).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(get("?graph=nope").await.error().1, "Graph 'nope' does not exist.");
}

#[tokio::test]
async fn a_draft_is_reported_as_a_draft() {
    let server = Server::start(Generation::V4).await;
    let text = "CREATE QUERY q() { S = SELECT s FROM Person:s WHERE s.age > 5; }";
    server.success_message(Method::POST, "queries?graph=g", text).await;
    server
        .success_message(Method::PUT, "schema/vertices/Person", json!({"dropAttributes": ["age"]}))
        .await;
    let info = server.gsql(Method::GET, "/gsql/v1/queries/info?graph=g", "").await.results();
    assert_eq!(info[0]["status"], "DRAFT");
    let rejected =
        server.error_message(Method::GET, "queries/install?graph=g&queries=all", "").await;
    assert_eq!(rejected, "Query installation failed! These queries are drafts: [q].");
}

#[tokio::test]
async fn loading_jobs_are_created_replaced_and_dropped() {
    let server = Server::start(Generation::V4).await;
    let text = "CREATE LOADING JOB j1 { LOAD \"a.csv\" TO VERTEX Depot VALUES ($0, $1); }";
    let done = server.success_message(Method::POST, "loading-jobs?graph=g", text).await;
    assert_eq!(done, "Successfully created loading job: j1");
    let rejected = server.error_message(Method::POST, "loading-jobs?graph=g", text).await;
    assert!(rejected.contains("The job 'j1' already exists."), "{rejected}");
    let done = server
        .success_message(Method::PUT, "loading-jobs?graph=g", text.replace("a.csv", "b.csv"))
        .await;
    assert_eq!(done, "Successfully created loading job: j1");
    let get = async |path: &str| {
        server.gsql(Method::GET, &format!("/gsql/v1/loading-jobs{path}"), "").await
    };
    assert_eq!(get("?graph=g").await.json()["jobNames"], json!(["j1"]));
    let response = get("/j1?graph=g").await.results();
    assert_eq!(response["jobName"], "j1");
    assert!(response["jobContent"].as_str().unwrap().contains("b.csv"), "{response}");
    let rejected = server.error_message(Method::POST, "loading-jobs/run?graph=g", "[]").await;
    assert_eq!(rejected, "No job is to be run.");
    let done = server.success_message(Method::DELETE, "loading-jobs/j1?graph=g", "").await;
    assert_eq!(done, "Successfully drop loading job 'j1'.");
    server.error_message(Method::DELETE, "loading-jobs/j1?graph=g", "").await;
    server.error_message(Method::POST, "loading-jobs?graph=g", "CREATE QUERY q() { }").await;
}

#[tokio::test]
async fn data_sources_are_returned_without_their_secrets() {
    let server = Server::start(Generation::V4).await;
    let config = json!({"type": "s3", "access.key": "AKID", "secret.key": "HUSH", "region": "eu"});
    let body = json!({"name": "s4", "config": config});
    let done = server.success_message(Method::POST, "data-sources?graph=g", &body).await;
    assert_eq!(done, "Data source s4 is created");
    server.error_message(Method::POST, "data-sources?graph=g", &body).await;
    server
        .success_message(
            Method::POST,
            "data-sources",
            json!({"name": "k1", "config": {"type": "kafka"}}),
        )
        .await;
    server.success_message(Method::PUT, "data-sources/k1", json!({"config": config})).await;
    let get = async |path: &str| {
        server.gsql(Method::GET, &format!("/gsql/v1/data-sources{path}"), "").await
    };
    let listed = get("?graph=g").await;
    assert!(!listed.text.contains("AKID") && !listed.text.contains("HUSH"), "{}", listed.text);
    let listed = listed.results();
    assert_eq!((&listed[0]["type"], &listed[0]["isLocal"]), (&json!("S3"), &json!(true)));
    assert_eq!(get("/s4?graph=g").await.results()["content"]["region"], "eu");
    assert_eq!(get("/nope").await.error().1, "Datasource nope not found");
    let share = json!({"graphs": ["g"], "datasource": "k1"});
    let done = server.success_message(Method::POST, "data-sources/grant", &share).await;
    assert_eq!(done, "Successfully grant datasource k1 to the graph(s) [g]");
    assert_eq!(get("").await.results()[0]["belongTo"], json!(["g"]));
    let done = server.success_message(Method::POST, "data-sources/revoke", share).await;
    assert_eq!(done, "Successfully revoke datasource k1 from graph(s) [g]");
    let done = server.success_message(Method::DELETE, "data-sources/k1", "").await;
    assert_eq!(done, "Data source k1 is dropped.");
    let done = server.success_message(Method::DELETE, "data-sources/dropAll?graph=g", "").await;
    assert_eq!(done, "All data sources is dropped successfully.");
    assert_eq!(get("?graph=g").await.results(), json!([]));
}

#[tokio::test]
async fn restpp_lists_queries_and_runs_those_that_are_installed() {
    for generation in [Generation::V3, Generation::V4] {
        let server = Server::start(generation).await;
        let script = "USE GRAPH g CREATE QUERY q() FOR GRAPH g { PRINT 1; } CREATE QUERY r() FOR \
                      GRAPH g { q(); }";
        server.emulator.gsql(script).await.unwrap();
        let listed = async || server.get("/endpoints/g?dynamic=true").await.json();
        let count = if generation == Generation::V3 { 0 } else { 4 };
        assert_eq!(listed().await.as_object().unwrap().len(), count);
        assert!(server.get("/query/g/q").await.error().1.starts_with("Endpoint is not found"));
        server.emulator.gsql("USE GRAPH g INSTALL QUERY *").await.unwrap();
        assert_eq!(listed().await["GET /query/g/q"]["enabled"], true);
        assert_eq!(server.get("/query/g/q").await.results(), json!([{"1": 1}]));
        server.emulator.gsql("USE GRAPH g DROP QUERY q").await.unwrap();
        assert_eq!(server.post("/query/g/r", &json!({})).await.code(), "REST-1005");
    }
}

#[tokio::test]
async fn the_status_of_a_script_can_be_read_later() {
    let server = Server::start(Generation::V4).await;
    let sent = server.gsql(Method::POST, "/gsql/v1/statements?async=true", "ls").await.json();
    assert_eq!(sent["error"], false);
    let id = sent["requestId"].as_str().unwrap();
    let path = format!("/gsql/v1/statements/{id}");
    let answer = server.gsql(Method::GET, &path, "").await;
    let text = answer.results();
    assert!(text.as_str().unwrap().starts_with("---- Global vertices"), "{text}");
    assert!(answer.json()["message"].as_str().unwrap().contains("SUCCESS"));
    let ended = answer.json()["endTime"].as_str().unwrap().to_owned();
    assert!(ended.len() == 27 && ended.contains('T') && ended.ends_with('Z'), "{ended}");
    server.error_message(Method::PUT, &format!("statements/{id}/cancel"), "").await;
    server.error_message(Method::GET, "statements/nope", "").await;
}
