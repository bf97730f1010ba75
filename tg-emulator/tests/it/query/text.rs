//! Queries that are run by a script.

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::with_people;
use crate::support::Server;

async fn server() -> Server {
    let server = with_people(Generation::V4).await;
    let script = "USE GRAPH g CREATE QUERY q(INT n, STRING s = \"d\", VERTEX<Person> p, VERTEX v, \
                  SET<INT> k) FOR GRAPH g { PRINT n, s, p, v, k; } \
                  CREATE QUERY none() FOR GRAPH g { PRINT 1 AS x; } \
                  CREATE QUERY at(DATETIME d) FOR GRAPH g { PRINT d; } INSTALL QUERY *";
    let output = server.emulator.gsql(script).await.unwrap();
    assert!(output.contains("=] 100% (3/3)"), "{output}");
    server
}

fn json_in(output: &str) -> Value {
    serde_json::from_str(&output[output.find('{').unwrap()..]).unwrap()
}

#[tokio::test]
async fn a_script_runs_queries() {
    let server = server().await;
    let expected = json!([{"n": -7, "s": "d", "p": "ann", "v": "1", "k": [1, 2]}]);
    for call in [
        "q(-7, _, \"ann\", (\"1\", \"Depot\"), [1, 2])",
        "q({\"n\": -7, \"p\": {\"id\": \"ann\"}, \"v\": {\"id\": \"1\", \"type\": \"Depot\"}, \
         \"k\": [1, 2]})",
    ] {
        let output =
            server.emulator.gsql(&format!("USE GRAPH g RUN QUERY {call}\n")).await.unwrap();
        let answer = json_in(&output);
        assert_eq!(answer["results"], expected);
        assert_eq!((&answer["error"], &answer["version"]["schema"]), (&json!(false), &json!(0)));
    }
    for time in ["\"2024-01-31\"", "to_datetime(\"2024-01-31 00:00:00\")"] {
        let script = format!("USE GRAPH g RUN QUERY at({time})\n");
        let output = server.emulator.gsql(&script).await.unwrap();
        assert_eq!(json_in(&output)["results"], json!([{"d": "2024-01-31 00:00:00"}]));
    }
    let output = server.emulator.gsql("USE GRAPH g RUN QUERY none()").await.unwrap();
    assert_eq!(json_in(&output)["results"], json!([{"x": 1}]));
    for (call, expected) in [
        ("q(1)", "Parameter p is NULL."),
        ("q(\"x\")", "Values of parameter n must be INT64 type, invalid value [x] provided."),
        (
            "q({\"n\": \"x\"})",
            "Values of parameter n must be INT64 type, invalid value [x] provided.",
        ),
        (
            "q(1, _, \"ann\", (\"1\", \"Depot\"), [1, \"a\"])",
            "Values of parameter k must be INT64 type, invalid value [a] provided.",
        ),
        ("nope()", "could not be found anywhere: [nope]."),
        ("none(1)", "takes 0 parameters"),
    ] {
        let output = server.emulator.gsql(&format!("USE GRAPH g RUN QUERY {call}\n")).await;
        let output = output.unwrap_err().output;
        assert!(output.contains(expected), "{output}");
    }
}

#[tokio::test]
async fn a_script_interprets_queries_without_parameters() {
    let server = server().await;
    let output = server
        .emulator
        .gsql(
            "USE GRAPH g\nINTERPRET QUERY () {\n  S = {Person.*};\n  \
             PRINT S.size() AS n, 3.0 AS r;\n}\n",
        )
        .await
        .unwrap();
    assert_eq!(json_in(&output)["results"], json!([{"n": 3, "r": 3}]));
    assert!(output.contains("\"r\": 3\n"), "{output}");
    let rejected = server.emulator.gsql("INTERPRET QUERY (INT n) FOR GRAPH g { PRINT n; }").await;
    let output = rejected.unwrap_err().output;
    assert!(output.contains("Run interpreted query doesn't support parameter."), "{output}");
    let rejected = server.emulator.gsql("INTERPRET QUERY () FOR GRAPH g { PRINT 1 / 0; }").await;
    assert!(rejected.unwrap_err().output.contains("divider is zero"));
}

#[tokio::test]
async fn a_number_is_an_argument_of_a_string_and_an_interpreted_query_is_not_installed() {
    let server = with_people(Generation::V4).await;
    let script = "USE GRAPH g CREATE QUERY q(STRING s) FOR GRAPH g { PRINT s; }";
    server.emulator.gsql(script).await.unwrap();
    let output = server.emulator.gsql("USE GRAPH g\nINTERPRET QUERY q(123)").await.unwrap();
    assert_eq!(json_in(&output)["results"], json!([{"s": "123"}]));
    let output = server.emulator.gsql("USE GRAPH g\nRUN QUERY q(123)").await.unwrap_err().output;
    assert!(output.contains("is not installed"), "{output}");
    let script = "USE GRAPH g\nINSTALL QUERY q\nRUN QUERY q(1.50)";
    let output = server.emulator.gsql(script).await.unwrap();
    assert_eq!(json_in(&output[output.find("{\n").unwrap()..])["results"], json!([{"s": "1.50"}]));
}
