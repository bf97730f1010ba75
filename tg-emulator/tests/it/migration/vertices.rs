//! Migration of keys, indexes, vectors and defaults of every type.

use serde_json::json;

use super::{global, local, start};

#[tokio::test]
async fn new_attributes_have_their_defaults() {
    let server = start(
        "TYPEDEF TUPLE <n INT, s STRING(4)> pair CREATE VERTEX V (PRIMARY_ID id STRING) \
         CREATE GRAPH g (*)",
    )
    .await;
    server.upsert(&json!({"vertices": {"V": {"v": {}}}})).await;
    global(
        &server,
        "ALTER VERTEX V ADD ATTRIBUTE (i INT, u UINT, f FLOAT, d DOUBLE, b BOOL, s STRING, \
         t DATETIME, li LIST<STRING>, se SET<INT>, ma MAP<STRING, INT>, tu pair);",
    )
    .await;
    global(
        &server,
        "ALTER VERTEX V ADD ATTRIBUTE (i2 INT DEFAULT -5, u2 UINT DEFAULT 5, d2 DOUBLE DEFAULT \
         -1.5, b2 BOOL DEFAULT \"true\", s2 STRING DEFAULT \"x\", \
         t2 DATETIME DEFAULT \"2024-05-17 08:00:00\");",
    )
    .await;
    let vertex = server.get("/graph/g/vertices/V/v").await.results();
    assert_eq!(
        vertex[0]["attributes"],
        json!({"i": 0, "u": 0, "f": 0, "d": 0, "b": false, "s": "", "t": "1970-01-01 00:00:00",
            "li": [], "se": [], "ma": {}, "tu": {"n": 0, "s": ""},
            "i2": -5, "u2": 5, "d2": -1.5, "b2": true, "s2": "x", "t2": "2024-05-17 08:00:00"})
    );
    // Vertices that are inserted later also have them.
    server.upsert(&json!({"vertices": {"V": {"w": {"i2": {"value": 1}}}}})).await;
    let vertex = server.get("/graph/g/vertices/V/w").await.results();
    assert_eq!(vertex[0]["attributes"]["i2"], 1);
    assert_eq!(vertex[0]["attributes"]["s2"], "x");
}

#[tokio::test]
async fn vertices_with_a_composite_key_are_preserved() {
    let server = start(
        "CREATE VERTEX V (a STRING, x INT, b INT, PRIMARY KEY (b, a)) \
         CREATE UNDIRECTED EDGE e (FROM V, TO V) CREATE GRAPH g (*)",
    )
    .await;
    server
        .upsert(&json!({
            "vertices": {"V": {"1,one": {"x": {"value": 10}}, "2,two": {}}},
            "edges": {"V": {"1,one": {"e": {"V": {"2,two": {}}}}}},
        }))
        .await;
    global(&server, "ALTER VERTEX V DROP ATTRIBUTE (x); ALTER VERTEX V ADD ATTRIBUTE (y INT);")
        .await;
    let vertex = server.get("/graph/g/vertices/V/1,one").await.results();
    assert_eq!(vertex[0]["attributes"], json!({"a": "one", "b": 1, "y": 0}));
    let edges = server.get("/graph/g/edges/V/2,two").await.results();
    assert_eq!(edges[0]["to_id"], "1,one");
    // The parts of the key are unchanged.
    let output = server
        .emulator
        .gsql(
            "CREATE GLOBAL SCHEMA_CHANGE JOB j { ALTER VERTEX V DROP ATTRIBUTE (a); } RUN GLOBAL \
             SCHEMA_CHANGE JOB j",
        )
        .await
        .unwrap_err()
        .output;
    assert!(output.contains("is part of the primary key"), "{output}");
    assert_eq!(server.get("/graph/g/vertices/V").await.results().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn indexes_change_nothing_but_the_schema() {
    let server =
        start("CREATE VERTEX V (PRIMARY_ID id STRING, city STRING, n INT) CREATE GRAPH g (*)")
            .await;
    server.upsert(&json!({"vertices": {"V": {"v": {"city": {"value": "Rome"}}}}})).await;
    global(
        &server,
        "ALTER VERTEX V ADD INDEX by_city ON (city); ALTER VERTEX V ADD INDEX by_n ON (n);",
    )
    .await;
    let found = async |filter: &str| {
        server.get(&format!("/graph/g/vertices/V?filter={filter}")).await.results()
    };
    assert_eq!(found("city=%22Rome%22").await[0]["v_id"], "v");
    assert_eq!(server.get("/graph/g/vertices/V").await.json()["version"]["schema"], 1);
    // An index is dropped with its attribute, or separately.
    global(&server, "ALTER VERTEX V DROP ATTRIBUTE (city); ALTER VERTEX V DROP INDEX by_n;").await;
    let indexes = server.gsql(reqwest::Method::GET, "/gsql/v1/schema/indexes", "").await.results();
    assert_eq!(indexes, json!([]));
    let vertex = server.get("/graph/g/vertices/V/v").await.results();
    assert_eq!(vertex[0]["attributes"], json!({"n": 0}));
}

#[tokio::test]
async fn vectors_remain_after_the_attributes() {
    let server = start("CREATE VERTEX V (PRIMARY_ID id STRING, a INT) CREATE GRAPH g (*)").await;
    let add = |name: &str| {
        format!("ALTER VERTEX V ADD VECTOR ATTRIBUTE {name} (DIMENSION=3, METRIC=\"L2\");")
    };
    global(&server, &(add("one") + &add("two"))).await;
    let body = json!({"vertices": {"V": {"v": {"a": {"value": 5}, "one": {"value": [1.0, 2.0, 3.0]},
        "two": {"value": [4.0, 5.0, 6.0]}}}}});
    server.upsert(&body).await;
    global(&server, "ALTER VERTEX V ADD ATTRIBUTE (b STRING DEFAULT \"x\");").await;
    global(&server, "ALTER VERTEX V DROP VECTOR ATTRIBUTE one;").await;
    let vertex = server.get("/graph/g/vertices/V/v").await.results();
    assert_eq!(vertex[0]["attributes"], json!({"a": 5, "b": "x"}));
    // The remaining vector has the same dimension, and is still after the attributes.
    server.upsert(&json!({"vertices": {"V": {"v": {"two": {"value": [1.0, 1.0, 1.0]}}}}})).await;
    let wrong = json!({"vertices": {"V": {"v": {"one": {"value": [1.0, 2.0, 3.0]}}}}});
    assert_eq!(server.post("/graph/g", &wrong).await.code(), "REST-10004");
    // An attribute can have the name of a dropped vector.
    global(&server, "ALTER VERTEX V ADD ATTRIBUTE (one INT);").await;
    let vertex = server.get("/graph/g/vertices/V/v").await.results();
    assert_eq!(vertex[0]["attributes"], json!({"a": 5, "b": "x", "one": 0}));
}

#[tokio::test]
async fn an_attribute_that_is_dropped_and_added_again_is_new() {
    let server = start("CREATE GRAPH g ()").await;
    local(&server, "ADD VERTEX V (PRIMARY_ID id STRING, a INT, b INT);").await;
    server.upsert(&json!({"vertices": {"V": {"v": {"a": {"value": 1}, "b": {"value": 2}}}}})).await;
    local(
        &server,
        "ALTER VERTEX V DROP ATTRIBUTE (a); ALTER VERTEX V ADD ATTRIBUTE (a INT DEFAULT 7);",
    )
    .await;
    let vertex = server.get("/graph/g/vertices/V/v").await.results();
    assert_eq!(vertex[0]["attributes"], json!({"b": 2, "a": 7}));
    local(&server, "ALTER VERTEX V DROP ATTRIBUTE (a);").await;
    local(&server, "ALTER VERTEX V ADD ATTRIBUTE (a STRING);").await;
    let vertex = server.get("/graph/g/vertices/V/v").await.results();
    assert_eq!(vertex[0]["attributes"], json!({"b": 2, "a": ""}));
    // The same for a whole type within one job.
    local(&server, "DROP VERTEX V; ADD VERTEX V (PRIMARY_ID id STRING, b INT);").await;
    assert_eq!(server.get("/graph/g/vertices/V").await.results(), json!([]));
}
