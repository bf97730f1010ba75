//! Values of every attribute type.

use serde_json::{Value, json};
use tg_emulator::{Emulator, Generation};

use crate::support::{BOTH, Server};

async fn round_trip(server: &Server, attribute: &str, value: &Value) -> Value {
    let body = json!({"vertices": {"Thing": {"1": {attribute: {"value": value}}}}});
    server.upsert(&body).await;
    let thing = server.get("/graph/g/vertices/Thing/1").await.results();
    thing[0]["attributes"][attribute].clone()
}

#[tokio::test]
async fn values_round_trip() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        for (attribute, value) in [
            ("i", json!(i64::MIN)),
            ("i", json!(i64::MAX)),
            ("i", json!(0)),
            ("u", json!(u64::MAX)),
            ("u", json!(0)),
            ("d", json!(0.1)),
            ("d", json!(f64::MAX)),
            ("d", json!(5e-324)),
            ("d", json!(-1.0 / 3.0)),
            ("d", json!(1_234_567_890_123_456.7)),
            ("b", json!(true)),
            ("b", json!(false)),
            ("s", json!("")),
            ("s", json!("é漢😀 \u{0}\u{1f}\n\"\\/")),
            ("t", json!("1582-10-15 00:00:00")),
            ("t", json!("9999-12-31 23:59:59")),
            ("t", json!("1969-12-31 23:59:59")),
            ("fb", json!("abcd")),
            ("li", json!([])),
            ("li", json!([3, 1, 3, i64::MIN])),
            ("ls", json!(["", "a", "a"])),
            ("ss", json!([])),
        ] {
            assert_eq!(round_trip(&server, attribute, &value).await, value, "{attribute}");
        }
    }
}

#[tokio::test]
async fn values_with_another_stored_form() {
    let server = Server::start(BOTH[1]).await;
    for (attribute, value, expected) in [
        ("f", json!(0.1), json!(0.1)),
        ("f", json!(7), json!(7)),
        ("d", json!(3), json!(3)),
        ("t", json!("2024-01-12"), json!("2024-01-12 00:00:00")),
        ("t", json!("2024-01-12 01:02:03.999"), json!("2024-01-12 01:02:03")),
        ("ss", json!(["b", "a", "b"]), json!(["b", "a"])),
        (
            "mi",
            json!({"keylist": [2, 1, 2], "valuelist": ["x", "y", "z"]}),
            json!({"2": "z", "1": "y"}),
        ),
        ("ms", json!({"valueList": [1.5], "keyList": ["k"]}), json!({"k": 1.5})),
        (
            "e",
            json!({"keylist": ["kind", "amount", "at"], "valuelist": ["longer", -1, "2024-01-12"]}),
            json!({"kind": "long", "amount": -1, "at": "2024-01-12 00:00:00"}),
        ),
        (
            "le",
            json!([{"keylist": ["at", "kind", "amount"], "valuelist": ["2024-01-12", "k", 2]}]),
            json!([{"kind": "k", "amount": 2, "at": "2024-01-12 00:00:00"}]),
        ),
    ] {
        assert_eq!(round_trip(&server, attribute, &value).await, expected, "{attribute}");
    }
}

#[tokio::test]
async fn omitted_attributes_have_their_defaults() {
    let server = Server::start(BOTH[1]).await;
    server.upsert(&json!({"vertices": {"Thing": {"1": {}}, "Depot": {"1": {}}}})).await;
    let thing = server.get("/graph/g/vertices/Thing/1").await.results();
    assert_eq!(
        thing[0]["attributes"],
        json!({
            "id": 1, "i": 0, "u": 0, "f": 0, "d": 0, "b": false, "s": "",
            "t": "1970-01-01 00:00:00", "fb": "\0\0\0\0", "li": [], "ls": [], "ss": [], "mi": {},
            "ms": {}, "e": {"kind": "", "amount": 0, "at": "1970-01-01 00:00:00"}, "le": [],
        })
    );
    let depot = server.get("/graph/g/vertices/Depot/1").await.results();
    assert_eq!(depot[0]["attributes"], json!({"city": "nowhere"}));
}

#[tokio::test]
async fn single_quotes_are_part_of_a_default() {
    let builder = Emulator::builder().generation(Generation::V4).gsql(
        "CREATE VERTEX V (PRIMARY_ID id STRING, a STRING DEFAULT 'x y', b STRING DEFAULT \"x\") \
         CREATE UNDIRECTED EDGE E (FROM V, TO V, a STRING DEFAULT '') CREATE GRAPH g(*) \
         CREATE GLOBAL SCHEMA_CHANGE JOB j { \
           ALTER VERTEX V ADD ATTRIBUTE (c STRING DEFAULT 'it\\'s', d STRING DEFAULT \"'\"); } \
         RUN GLOBAL SCHEMA_CHANGE JOB j",
    );
    let server = Server::with(builder).await;
    let to = json!({"E": {"V": {"1": {}}}});
    server.upsert(&json!({"vertices": {"V": {"1": {}}}, "edges": {"V": {"1": to}}})).await;
    let found = server.get("/graph/g/vertices/V/1").await.results();
    let expected = json!({"a": "'x y'", "b": "x", "c": "'it\\'s'", "d": "'"});
    assert_eq!(found[0]["attributes"], expected);
    let found = server.get("/graph/g/edges/V/1/E").await.results();
    assert_eq!(found[0]["attributes"], json!({"a": "''"}));
    let schema = server.gsql(reqwest::Method::GET, "/gsql/v1/schema/graphs/g", "").await.results();
    assert_eq!(schema["VertexTypes"][0]["Attributes"][0]["DefaultValue"], "'x y'");
}

#[tokio::test]
async fn vectors_are_checked_stored_and_not_printed() {
    let builder = Emulator::builder().generation(Generation::V4).gsql(
        "CREATE VERTEX Doc (PRIMARY_ID id STRING) CREATE GRAPH g(*) \
         CREATE GLOBAL SCHEMA_CHANGE JOB j { \
           ALTER VERTEX Doc ADD VECTOR ATTRIBUTE emb(DIMENSION=3, METRIC=\"L2\"); } \
         RUN GLOBAL SCHEMA_CHANGE JOB j",
    );
    let server = Server::with(builder).await;
    let doc = |value: Value| json!({"vertices": {"Doc": {"d": {"emb": {"value": value}}}}});
    assert_eq!(server.upsert(&doc(json!([0.5, 1, -2e-3]))).await["accepted_vertices"], 1);
    let response = server.get("/graph/g/vertices/Doc/d").await.results();
    assert_eq!(response[0]["attributes"], json!({}));
    for wrong in [json!([1, 2]), json!([1, 2, 3, 4]), json!("x"), json!([1, 2, "3"])] {
        assert_eq!(server.post("/graph/g", &doc(wrong)).await.code(), "REST-30200");
    }
    let schema = server.gsql(reqwest::Method::GET, "/gsql/v1/schema/graphs/g", "").await.results();
    assert_eq!(
        schema["VertexTypes"][0]["EmbeddingAttributes"],
        json!([{"Name": "emb", "Dimension": 3, "IndexType": "HNSW", "DataType": "FLOAT",
            "Metric": "L2"}])
    );
}
