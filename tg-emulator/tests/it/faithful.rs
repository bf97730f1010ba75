//! Details of the documentation of the data endpoints that no other file covers.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{BOTH, Server, answer, column};

async fn depots(server: &Server, cities: &[(u64, &str)]) {
    let depots: serde_json::Map<_, _> = cities
        .iter()
        .map(|(id, city)| (id.to_string(), json!({"city": {"value": city}})))
        .collect();
    server.upsert(&json!({"vertices": {"Depot": depots}})).await;
}

#[tokio::test]
async fn parameters_are_validated_and_unknown_ones_are_ignored() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        depots(&server, &[(1, "a"), (2, "b")]).await;
        let list =
            async |query: &str| server.get(&format!("/graph/g/vertices/Depot?{query}")).await;
        assert_eq!(
            list("nonsense=1&realtime=maybe&limit=1").await.results().as_array().unwrap().len(),
            1
        );
        let long = "x".repeat(2561);
        for bad in [
            format!("filter=city=\"{long}\""),
            format!("sort={long}"),
            format!("select={long}"),
            "limit=-1".to_owned(),
            "limit=1.5".to_owned(),
            "limit=18446744073709551616".to_owned(),
            "timeout=soon".to_owned(),
            // The id of this type is not an attribute.
            "filter=code=1".to_owned(),
            "select=code".to_owned(),
            "sort=code".to_owned(),
        ] {
            assert_eq!(list(&bad).await.code(), "REST-30000", "{bad}");
        }
        for good in [
            "limit=18446744073709551615",
            "timeout=0",
            "timeout=9&ack=none",
            "count_only=False",
            "filter=city%3D%22a%22",
        ] {
            list(good).await.results();
        }
    }
}

#[tokio::test]
async fn paths_can_be_encoded_and_can_end_with_a_slash() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        server
            .upsert(&json!({"edges": {"Person": {"a b": {"WorksAt": {"Depot": {"1": {}}}}}}}))
            .await;
        for path in [
            "/graph/g/vertices/Person/a%20b",
            "/graph/g/vertices/Person/a%20b/",
            "/graph/%67/vertices/%50erson/%61%20b",
            "/graph/g/vertices/Person/",
            "/graph/g/edges/Person/a%20b/",
            "/graph/g/edges/Person/a%20b/WorksAt/",
            "/graph/g/edges/Person/a%20b/%57orksAt/Depot/1/",
        ] {
            assert_eq!(server.get(path).await.results().as_array().unwrap().len(), 1, "{path}");
        }
        let count = json!({"function": "stat_vertex_number", "type": "Person"});
        assert_eq!(server.post("/builtins/g/", &count).await.results()[0]["count"], 1);
        let upserted = server.post("/graph/g/", &json!({"vertices": {"Person": {"c": {}}}})).await;
        assert_eq!(upserted.results()[0]["accepted_vertices"], 1);
    }
}

#[tokio::test]
async fn edges_are_sorted_by_several_keys_and_deleted_at_each_depth() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let job = |since: &str, pay: i64| json!({"since": {"value": since}, "pay": {"value": pay}});
        let town = async || {
            server
                .upsert(&json!({"edges": {"Person": {"a": {
                    "WorksAt": {"Depot": {
                        "1": job("2024-01-01", 5),
                        "2": job("2024-01-01", 7),
                        "3": job("2023-01-01", 9),
                    }},
                    "Visited": {"Depot": {"1": [
                        {"on_day": {"value": "2024-01-01"}, "gate": {"value": "x"}},
                        {"on_day": {"value": "2024-01-02"}, "gate": {"value": "x"}},
                    ]}},
                    "Owns": {"Flat": {"s,1": {}}},
                }}}}))
                .await;
        };
        town().await;
        let ids = async |query: &str| {
            column(
                &server.get(&format!("/graph/g/edges/Person/a/{query}")).await.results(),
                "to_id",
            )
        };
        assert_eq!(ids("WorksAt?sort=-since,pay").await, ["1", "2", "3"]);
        assert_eq!(ids("WorksAt?sort=-since,-pay&limit=2").await, ["2", "1"]);
        assert_eq!(ids("WorksAt/Depot?filter=since>\"2023-06-01\",pay<6").await, ["1"]);
        assert_eq!(ids("_/Flat").await, ["s,1"]);
        let deleted = async |path: &str| {
            let rows = server.delete(&format!("/graph/g/edges/Person/a{path}")).await.results();
            let counts =
                rows.as_array().unwrap().iter().map(|row| row["deleted_edges"].as_u64().unwrap());
            counts.sum::<u64>()
        };
        for (path, count) in [
            ("/Visited/Depot/1/2024-01-02,x", 1),
            ("/Visited/Depot/1/2024-01-02,x", 0),
            ("/WorksAt/Depot/3", 1),
            ("/WorksAt/Depot/3?timeout=5", 0),
            ("/WorksAt/Depot?filter=pay=5", 1),
            ("/WorksAt", 1),
            ("/_/Depot", 1),
            ("", 1),
            ("", 0),
        ] {
            assert_eq!(deleted(path).await, count, "{path}");
        }
        town().await;
        assert_eq!(deleted("/Visited/Depot/1").await, 2);
    }
}

#[tokio::test]
async fn permanently_deleted_ids_are_not_accepted_again() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        for path in [
            "delete_by_type/vertices/Depot?permanent=true&ack=none",
            "vertices/Depot?permanent=True&filter=city%3D%22a%22",
        ] {
            depots(&server, &[(1, "a"), (2, "a")]).await;
            server.delete(&format!("/graph/g/{path}")).await.results();
        }
        let again =
            server.upsert(&json!({"vertices": {"Depot": {"1": {}, "2": {}, "3": {}}}})).await;
        assert_eq!(again["accepted_vertices"], 1);
        let bad = server.delete("/graph/g/delete_by_type/vertices/Depot?permanent=perhaps").await;
        assert_eq!(bad.code(), "REST-30000");
        assert_eq!(server.get("/graph/g/vertices/Depot/3").await.results()[0]["v_id"], "3");
        assert_eq!(
            server.delete("/graph/g/delete_by_type/vertices/Nope").await.code(),
            "REST-30000"
        );
    }
}

#[tokio::test]
async fn every_operator_with_every_type() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let event = |amount: i64| {
            json!({
                "keylist": ["kind", "amount", "at"],
                "valuelist": ["a", amount, "2024-01-01"],
            })
        };
        let map = |key: i64, value: &str| json!({"keylist": [key], "valuelist": [value]});
        // An attribute, its stored value, the new value, and the result of each operator.
        type Case = (&'static str, Value, Value, [Option<Value>; 5]);
        let cases: [Case; 11] = [
            (
                "i",
                json!(6),
                json!(3),
                [Some(json!(9)), Some(json!(2)), Some(json!(7)), Some(json!(6)), Some(json!(3))],
            ),
            (
                "u",
                json!(6),
                json!(3),
                [Some(json!(9)), Some(json!(2)), Some(json!(7)), Some(json!(6)), Some(json!(3))],
            ),
            (
                "f",
                json!(1.5),
                json!(2),
                [Some(json!(3.5)), None, None, Some(json!(2)), Some(json!(1.5))],
            ),
            (
                "d",
                json!(1.5),
                json!(2),
                [Some(json!(3.5)), None, None, Some(json!(2)), Some(json!(1.5))],
            ),
            (
                "b",
                json!(true),
                json!(false),
                [None, Some(json!(false)), Some(json!(true)), None, None],
            ),
            ("s", json!("a"), json!("b"), [Some(json!("ab")), None, None, None, None]),
            (
                "t",
                json!("2024-01-02"),
                json!("2024-01-03"),
                [
                    None,
                    None,
                    None,
                    Some(json!("2024-01-03 00:00:00")),
                    Some(json!("2024-01-02 00:00:00")),
                ],
            ),
            ("li", json!([1]), json!([1, 2]), [Some(json!([1, 1, 2])), None, None, None, None]),
            (
                "ss",
                json!(["a"]),
                json!(["a", "b"]),
                [Some(json!(["a", "b"])), None, None, None, None],
            ),
            (
                "mi",
                map(1, "a"),
                map(2, "b"),
                [Some(json!({"1": "a", "2": "b"})), None, None, None, None],
            ),
            ("e", event(1), event(2), [None, None, None, None, None]),
        ];
        let operators = [("+", "add"), ("&", "and"), ("|", "or"), (">", "max"), ("<", "min")];
        let send = async |attribute: &str, value: &Value, op: Option<&str>| {
            let mut change = json!({"value": value});
            if let Some(op) = op {
                change["op"] = op.into();
            }
            server
                .post("/graph/g", &json!({"vertices": {"Thing": {"1": {attribute: change}}}}))
                .await
        };
        for (attribute, stored, new, outcomes) in &cases {
            for ((sign, name), expected) in operators.iter().zip(outcomes) {
                for op in [sign, name] {
                    send(attribute, stored, None).await.results();
                    let sent = send(attribute, new, Some(op)).await;
                    let Some(expected) = expected else {
                        assert_eq!(sent.code(), "REST-30200", "{attribute} {op}");
                        continue;
                    };
                    sent.results();
                    let thing = server.get("/graph/g/vertices/Thing/1").await.results();
                    assert_eq!(&thing[0]["attributes"][attribute], expected, "{attribute} {op}");
                }
            }
            send(attribute, stored, None).await.results();
            let before = server.get("/graph/g/vertices/Thing/1").await.results();
            for op in ["~", "ignore_if_exists"] {
                send(attribute, new, Some(op)).await.results();
                assert_eq!(
                    server.get("/graph/g/vertices/Thing/1").await.results(),
                    before,
                    "{attribute} {op}"
                );
            }
        }
    }
}

#[tokio::test]
async fn values_are_accepted_in_several_forms() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let thing = async |attribute: &str, value: Value| {
            server
                .upsert(&json!({"vertices": {"Thing": {"7": {attribute: {"value": value}}}}}))
                .await;
            server.get("/graph/g/vertices/Thing/7").await.results()[0]["attributes"][attribute]
                .clone()
        };
        for (text, stored) in [
            ("2024-01-12", "2024-01-12 00:00:00"),
            ("2024-01-12 03:04:05", "2024-01-12 03:04:05"),
            ("2024-01-12 03:04:05.987", "2024-01-12 03:04:05"),
            ("1582-10-15", "1582-10-15 00:00:00"),
        ] {
            assert_eq!(thing("t", text.into()).await, stored);
        }
        let spelled = json!({"keyList": ["x"], "valueList": [0.5]});
        assert_eq!(thing("ms", spelled).await, json!({"x": 0.5}));
        assert_eq!(thing("mi", json!({"keylist": [], "valuelist": []})).await, json!({}));
        assert_eq!(thing("ls", json!([])).await, json!([]));
        assert_eq!(thing("s", json!("")).await, "");
        assert_eq!(thing("u", json!(u64::MAX)).await, u64::MAX);
        let key = server.get("/graph/g/vertices/Thing/7").await.results();
        assert_eq!((&key[0]["v_id"], &key[0]["attributes"]["id"]), (&json!("7"), &json!(7)));
    }
}

#[tokio::test]
async fn an_upsert_accepts_atomic_level_and_acknowledgement() {
    for generation in BOTH {
        let server = Server::start(generation).await;
        let url = format!("{}/graph/g?ack=none&atomic_post=True", server.emulator.restpp_url());
        for (level, is_good) in [("atomic", true), ("nonatomic", true), ("some", false)] {
            let request = server
                .http
                .request(Method::POST, &url)
                .header("Authorization", server.authorization.clone().unwrap())
                .header("gsql-atomic-level", level)
                .body(json!({"vertices": {"Person": {"a": {}}}}).to_string());
            let json = answer(request).await.json();
            assert_eq!(json["error"], !is_good, "{json}");
        }
    }
}
