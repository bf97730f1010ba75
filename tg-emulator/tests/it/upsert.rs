//! Upserts, `POST /graph/{g}`: accepted, skipped and rejected data.

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::Generation;

use crate::support::{BOTH, Server, answer, column};

#[tokio::test]
async fn the_code_depends_on_the_content_of_the_request() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let vertex = json!({"Person": {"a": {}}});
        let edge = json!({"Person": {"a": {"Knows": {"Person": {"b": {}}}}}});
        for (body, code) in [
            (json!({"vertices": vertex}), "REST-0001"),
            (json!({"edges": edge}), "REST-0002"),
            (json!({"vertices": vertex, "edges": edge}), "REST-0003"),
        ] {
            let answer = server.post("/graph/g", &body).await;
            assert_eq!(answer.json()["code"], code);
            answer.results();
        }
        let people = server.get("/graph/g/vertices/Person").await.results();
        assert_eq!(column(&people, "v_id"), ["a", "b"]);
    }
}

#[tokio::test]
async fn skipped_objects_are_reported() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let post = async |flags: &str, body: Value| {
            let path = format!("/graph/g?{flags}");
            server.rest(Method::POST, &path, &body.to_string()).await.results()[0].clone()
        };
        let people = |ids: &[&str]| {
            let entries = ids.iter().map(|id| ((*id).to_owned(), json!({"age": {"value": 1}})));
            json!({"vertices": {"Person": entries.collect::<serde_json::Map<_, _>>()}})
        };
        let named = |ids: &[&str]| {
            ids.iter().map(|id| json!({"v_type": "Person", "v_id": id})).collect::<Vec<_>>()
        };
        post("", people(&["a"])).await;
        assert_eq!(
            post("new_vertex_only=True", people(&["b", "a", "c"])).await,
            json!({"accepted_vertices": 2, "accepted_edges": 0, "skipped_vertices": 1,
                "vertices_already_exist": named(&["a"])})
        );
        assert_eq!(
            post("update_vertex_only=true&ack=all", people(&["x", "a"])).await,
            json!({"accepted_vertices": 1, "accepted_edges": 0, "skipped_vertices": 1,
                "vertices_not_exist": named(&["x"])})
        );
        let edges = json!({"edges": {"Person": {
            "a": {"Knows": {"Person": {"b": {}, "n": {}}}},
            "m": {"Knows": {"Person": {"n": {}, "a": {}}}},
        }}});
        assert_eq!(
            post("vertex_must_exist=true", edges.clone()).await,
            json!({"accepted_vertices": 0, "accepted_edges": 1, "skipped_edges": 3,
                "edge_vertices_not_exist": named(&["n", "m"])})
        );
        assert_eq!(server.get("/graph/g/vertices/Person/n").await.code(), "601");
        let visit = json!({"edges": {"Person": {
            "a": {"WorksAt": {"Depot": {"1": {}}}}, "q": {"WorksAt": {"Depot": {"1": {}}}},
        }}});
        let source = post("source_vertex_must_exist=true", visit.clone()).await;
        assert_eq!((&source["accepted_edges"], &source["skipped_edges"]), (&json!(1), &json!(1)));
        let target = post("target_vertex_must_exist=true", visit.clone()).await;
        assert_eq!(target["accepted_edges"], 2);
        let spark = "vertex_must_exist=false&source_vertex_must_exist=false&\
                     target_vertex_must_exist=false";
        assert_eq!(post(spark, visit).await["accepted_edges"], 2);
        for flags in [
            "vertex_must_exist=true&source_vertex_must_exist=true",
            "new_vertex_only=true&update_vertex_only=true",
            "new_vertex_only=perhaps",
        ] {
            let path = format!("/graph/g?{flags}");
            assert_eq!(server.rest(Method::POST, &path, "{}").await.code(), "REST-30000");
        }
    }
}

#[tokio::test]
async fn vertices_of_the_same_request_exist() {
    let server = Server::start(BOTH[1]).await;
    let body = r#"{"edges": {"Person": {"a": {"Knows": {"Person": {"b": {}}}}}},
        "vertices": {"Person": {"a": {}, "b": {}}}}"#;
    let accepted =
        server.rest(Method::POST, "/graph/g?vertex_must_exist=true", body).await.results();
    assert_eq!(accepted[0]["accepted_edges"], 1);
}

#[tokio::test]
async fn operators_combine_new_and_stored_values() {
    let server = Server::start(BOTH[1]).await;
    let set = async |attribute: &str, value: Value, op: &str| {
        let body = json!({"vertices": {"Thing": {"1": {attribute: {"value": value, "op": op}}}}});
        server.upsert(&body).await;
        let thing = server.get("/graph/g/vertices/Thing/1").await.results();
        thing[0]["attributes"][attribute].clone()
    };
    assert_eq!(set("i", json!(5), "+").await, 5);
    assert_eq!(set("i", json!(6), "add").await, 11);
    assert_eq!(set("i", json!(3), ">").await, 11);
    assert_eq!(set("i", json!(3), "min").await, 3);
    assert_eq!(set("i", json!(9), "~").await, 3);
    assert_eq!(set("i", json!(6), "&").await, 2);
    assert_eq!(set("u", json!(u64::MAX), "max").await, u64::MAX);
    assert_eq!(set("d", json!(0.5), "add").await, 0.5);
    set("d", json!(f64::MAX), "add").await;
    assert_eq!(set("d", json!(f64::MAX), "add").await, "inf");
    assert_eq!(set("b", json!(true), "or").await, true);
    assert_eq!(set("b", json!(false), "and").await, false);
    assert_eq!(set("s", json!("x"), "+").await, "x");
    assert_eq!(set("t", json!("2024-01-01"), "max").await, "2024-01-01 00:00:00");
    assert_eq!(set("ss", json!(["a"]), "+").await, json!(["a"]));
    assert_eq!(set("ss", json!(["b", "a"]), "+").await, json!(["a", "b"]));
    let untouched = json!({"vertices": {"Thing": {"1": {}}}});
    server.upsert(&untouched).await;
    assert_eq!(set("i", json!(1), "ignore_if_exists").await, 2);
}

#[tokio::test]
async fn nothing_of_a_rejected_request_is_stored() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let unknown = match generation {
            Generation::V3 => "Unknown vertex attribute \"x\"",
            _ => "Unknown vertex attribute or vector name: x",
        };
        let thing = |attribute: &str, value: Value| {
            json!({"vertices": {
                "Person": {"good": {}}, "Thing": {"1": {attribute: {"value": value}}},
            }})
        };
        let converted = |attribute: &str, ty: &str| {
            format!("Processing attribute {attribute} failed, value cannot be converted to {ty}")
        };
        let of_vertex = match generation {
            Generation::V3 => "REST-30200",
            _ => "REST-10004",
        };
        let nope = json!({"vertices": {"Person": {"good": {}}, "Nope": {"1": {}}}});
        for (body, message) in
            [(thing("x", json!(1)), unknown), (nope, "Unknown vertex type \"Nope\"")]
        {
            let found = server.post("/graph/g", &body).await.error();
            assert_eq!(found, (of_vertex.into(), message.into()), "{body}");
        }
        for (body, message) in [
            (thing("i", json!("1")), converted("i", "INT")),
            (thing("i", json!(1.0)), converted("i", "INT")),
            (thing("i", json!(9_223_372_036_854_775_808_u64)), converted("i", "INT")),
            (thing("u", json!(-1)), converted("u", "UINT")),
            (thing("f", json!(1e39)), converted("f", "FLOAT")),
            (thing("d", json!("1")), converted("d", "DOUBLE")),
            (thing("b", json!(1)), converted("b", "BOOL")),
            (thing("s", json!(1)), converted("s", "STRING")),
            (thing("t", json!("2024-01-01T00:00:00")), converted("t", "Datetime")),
            (thing("t", json!(1_704_067_200)), converted("t", "Datetime")),
            (thing("fb", json!("abc")), converted("fb", "FIXED_BINARY")),
            (thing("li", json!([1, "2"])), converted("li", "LIST")),
            (thing("li", json!(1)), converted("li", "LIST")),
            (thing("mi", json!({"1": "a"})), converted("mi", "MAP")),
            (thing("mi", json!({"keylist": [1, 2], "valuelist": ["a"]})), converted("mi", "MAP")),
            (thing("e", json!({"keylist": ["kind"], "valuelist": ["a"]})), converted("e", "Event")),
            (thing("i", Value::Null), "Null JSON value is not supported".to_owned()),
            (thing("li", json!([null])), "Null JSON value is not supported".to_owned()),
        ] {
            let (code, found) = server.post("/graph/g", &body).await.error();
            assert_eq!((code.as_str(), found), ("REST-30200", message), "{body}");
        }
        for body in [
            r#"{"vertices": {"Person": {"good": {}, "": {}}}}"#,
            r#"{"vertices": {"Person": {"good": {}}, "Depot": {"-1": {}}}}"#,
            r#"{"vertices": {"Person": {"good": {}}, "Flat": {"one": {}}}}"#,
            r#"{"vertices": {"Person": {"good": {"age": {"value": 1, "op": "-"}}}}}"#,
            r#"{"vertices": {"Person": {"good": {"alive": {"value": true, "op": "+"}}}}}"#,
            r#"{"vertices": {"Person": {"good": {"age": {"op": "+"}}}}}"#,
            r#"{"vertices": {"Person": {"good": {"id": {"value": "other"}}}}}"#,
            r#"{"edges": {"Person": {"good": {"Nope": {"Person": {"b": {}}}}}}}"#,
            r#"{"edges": {"Person": {"good": {"Knows": {"Depot": {"1": {}}}}}}}"#,
            r#"{"edges": {"Depot": {"1": {"WorksAt": {"Person": {"good": {}}}}}}}"#,
            r#"{"edges": {"Person": {"good": {"Visited": {"Depot": {"1": {}}}}}}}"#,
            r#"{"edges": {"Person": {"good": {"Knows": {"Person": {"b": {"x": {"value": 1}}}}}}}}"#,
        ] {
            assert_eq!(
                server.rest(Method::POST, "/graph/g", body).await.code(),
                "REST-30200",
                "{body}"
            );
        }
        for body in [
            "",
            "[]",
            "{",
            "null",
            r#""text""#,
            r#"{"vertices": "text"}"#,
            r#"{"vertexes": {}}"#,
            r#"{"vertices": {"Person": {"good": "text"}}}"#,
            r#"{"vertices": {"Person": {"good": {"age": 1}}}}"#,
            r#"{"vertices": {"Person": {"good": {}}}} trailing"#,
            r#"{"vertices": {"Person": {"good": {"age": {"value": 1, "operator": "+"}}}}}"#,
        ] {
            let code = server.rest(Method::POST, "/graph/g", body).await.code();
            assert!(["REST-2001", "REST-30200"].contains(&code.as_str()), "{code}: {body}");
        }
        let missing = server.get("/graph/g/vertices/Person/good").await;
        assert_eq!(missing.code(), "601");
    }
}

#[tokio::test]
async fn messages_match_the_recorded_ones() {
    let server = Server::start(BOTH[1]).await;
    let message = async |body: &str| server.rest(Method::POST, "/graph/g", body).await.error().1;
    assert_eq!(
        message(
            r#"{"edges": {"Person": {"a": {"Knows": {"Person": {"b": {"x": {"value": 1}}}}}}}}"#
        )
        .await,
        "Processing attribute x failed, Invalid edge attribute"
    );
    assert_eq!(
        message(r#"{"vertices": {"Person": {"a": "text"}}}"#).await,
        "The payload format parsing error, the string type variable is only allowed for attribute \
         value or operator."
    );
    let pair = message(r#"{"edges": {"Person": {"a": {"Knows": {"Depot": {"1": {}}}}}}}"#).await;
    assert!(pair.contains("from vertex type 'Person'"), "{pair}");
    assert!(pair.contains("not valid for edge type 'Knows'"), "{pair}");
}

#[tokio::test]
async fn repeated_keys_and_arrays_are_parallel_edges() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let visit =
            |day: &str| format!(r#"{{"on_day": {{"value": "{day}"}}, "gate": {{"value": "x"}}}}"#);
        let body = format!(
            r#"{{"edges": {{"Person": {{"a": {{"Visited": {{"Depot": {{
                "1": {}, "1": {}, "1": [{}, {}]}}}}}}}}}}}}"#,
            visit("2024-01-01"),
            visit("2024-01-02"),
            visit("2024-01-03"),
            visit("2024-01-01"),
        );
        let accepted = server.rest(Method::POST, "/graph/g", &body).await.results();
        assert_eq!(accepted[0]["accepted_edges"], 4);
        let edges = server.get("/graph/g/edges/Person/a/Visited").await.results();
        assert_eq!(edges.as_array().unwrap().len(), 3);
    }
}

#[tokio::test]
async fn the_key_can_be_repeated_among_the_attributes() {
    let server = Server::start(BOTH[1]).await;
    let accepted = server
        .upsert(&json!({"vertices": {
            "Flat": {"Bob,123": {"street": {"value": "Bob"}, "number": {"value": 123}}},
            "Person": {"a": {"id": {"value": "a"}}},
            "Thing": {"5": {"id": {"value": 5}}},
        }}))
        .await;
    assert_eq!(accepted["accepted_vertices"], 3);
}

#[tokio::test]
async fn an_edge_type_connects_only_its_pairs() {
    let server = Server::start(BOTH[1]).await;
    let owns = json!({"edges": {
        "Person": {"a": {"Owns": {"Flat": {"s,1": {}}}}},
        "Depot": {"1": {"Owns": {"Flat": {"s,1": {}}}}},
    }});
    assert_eq!(server.upsert(&owns).await["accepted_edges"], 2);
    let wrong = json!({"edges": {"Flat": {"s,1": {"Owns": {"Flat": {"s,2": {}}}}}}});
    assert_eq!(server.post("/graph/g", &wrong).await.code(), "REST-30200");
}

#[tokio::test]
async fn the_content_type_is_ignored() {
    let server = Server::start(BOTH[0]).await;
    let url = format!("{}/graph/g", server.emulator.restpp_url());
    let types = ["application/x-www-form-urlencoded", "text/plain; charset=utf-8", "a/b"];
    for (at, ty) in types.iter().enumerate() {
        let request = server
            .http
            .post(&url)
            .header("Authorization", server.authorization.clone().unwrap())
            .header("Content-Type", *ty)
            .header("gsql-atomic-level", "atomic")
            .body(format!(r#"{{"vertices": {{"Person": {{"p{at}": {{}}}}}}}}"#));
        assert_eq!(answer(request).await.results()[0]["accepted_vertices"], 1);
    }
}
