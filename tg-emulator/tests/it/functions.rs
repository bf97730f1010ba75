//! Files with functions in C++, which are stored and never compiled.

use reqwest::Method;
use serde_json::json;
use tg_emulator::Generation;

use crate::support::Server;

#[tokio::test]
async fn files_are_written_and_read_on_4x() {
    let server = Server::start(Generation::V4).await;
    let get = async |path: &str| server.gsql(Method::GET, path, "").await;
    let fresh = get("/gsql/v1/udt/files").await.results();
    let names: Vec<_> = fresh.as_object().unwrap().keys().collect();
    assert_eq!(names, ["ExprFunctions", "ExprUtil", "TokenBank"]);
    // The official client looks for these names before it creates the queries of its loaders.
    assert!(fresh["ExprFunctions"].as_str().unwrap().contains("init_kafka_producer"));
    assert!(fresh["ExprUtil"].as_str().unwrap().contains("class KafkaProducer"));
    let done =
        server.success_message(Method::PUT, "udt/files/ExprUtil", "int one() { return 1; }").await;
    assert_eq!(done, "Successfully update file: ExprUtil");
    let read = get("/gsql/v1/udt/files/ExprUtil").await.results();
    assert_eq!(read, json!({"ExprUtil": "int one() { return 1; }"}));
    let files = json!({"files": [
        {"Name": "TokenBank", "Content": "a"}, {"Name": "ExprUtil", "Content": "b"},
    ]});
    let done = server.success_message(Method::PUT, "udt/files", files).await;
    assert_eq!(done, "All files get updated: [TokenBank, ExprUtil].");
    let one_wrong =
        json!({"files": [{"Name": "TokenBank", "Content": "c"}, {"Name": "X", "Content": "c"}]});
    let rejected = server.error_message(Method::PUT, "udt/files", one_wrong).await;
    assert!(rejected.starts_with("The file 'X' does not exist;"), "{rejected}");
    assert_eq!(get("/gsql/v1/udt/files/TokenBank").await.results(), json!({"TokenBank": "a"}));
    assert!(get("/gsql/v1/udt/files/tg_ExprUtil").await.results()["tg_ExprUtil"].is_string());
    server.error_message(Method::PUT, "udt/files/tg_ExprUtil", "x").await;
    server.error_message(Method::GET, "udt/files/Nope", "").await;
    server.error_message(Method::PUT, "udt/files", "no json").await;
}

#[tokio::test]
async fn files_are_written_and_read_on_3x() {
    let server = Server::start(Generation::V3).await;
    let path = "/gsqlserver/gsql/userdefinedfunction?filename=ExprFunctions";
    let done = server.gsql(Method::PUT, path, "int two() { return 2; }").await.json();
    assert_eq!(done["error"], false);
    let read = server.gsql(Method::GET, path, "").await.results();
    assert_eq!(read, "int two() { return 2; }");
    for path in ["?filename=Nope", ""] {
        let path = format!("/gsqlserver/gsql/userdefinedfunction{path}");
        assert!(server.gsql(Method::GET, &path, "").await.error().1.contains("does not exist"));
    }
}
